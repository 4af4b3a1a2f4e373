/** The country of a number: country codes of ITU-T E.164 (List of assigned country codes, 15 December 2016). */

/** Codes of two digits; those of one are 1 and 7, all others have three. */
const TWO = new Set(
  (
    '20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 ' +
    '81 82 84 86 90 91 92 93 94 95 98'
  ).split(' '),
);

/** 00 and + both mean the international prefix. */
export function international(number: string): string | null {
  if (number.startsWith('+')) return number.slice(1);
  return number.startsWith('00') ? number.slice(2) : null;
}

/** Digits of the number with its country code; numbers without international prefix are of `home`. */
export function withCountry(number: string, home: string): string {
  return international(number) ?? home + number;
}

/** Country code of a number as called; `dialled` = as the provider gets it. */
export function countryOf(number: string, dialled: string, home: string): string {
  const digits = international(dialled) ?? international(number);
  if (digits === null) return home;
  if (digits.startsWith('1') || digits.startsWith('7')) return digits.slice(0, 1);
  return TWO.has(digits.slice(0, 2)) ? digits.slice(0, 2) : digits.slice(0, 3);
}
