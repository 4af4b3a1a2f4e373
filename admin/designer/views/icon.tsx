/** An icon of the font; never the only bearer of a meaning. */
export const Icon = ({ name }: { name: string }) => <i className={`ti ti-${name}`} aria-hidden="true" />;
