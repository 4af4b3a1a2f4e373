/** Phone and audio quality, in words, numbers and for tests as data attributes. */
import { scale } from '../audio/meter.ts';
import { h, onClick, setAttribute, setHidden, setText } from './dom.ts';
import { icon } from './icons.ts';
import type { Quality } from '../audio/quality.ts';
import type { Advice } from '../audio/quality-log.ts';
import type { Translate } from '../i18n.ts';
import type { PhoneModel } from '../session/present.ts';
import type { View } from './dom.ts';

export interface QualityModel {
  phone: PhoneModel;
  quality: Quality | null;
  mos: number | null;
  advice: Advice | null;
  /** Otherwise (on hold, a standing leg without a contact) nothing is sent to the operator, and that is right. */
  talking: boolean;
}

export interface QualityBar extends View<QualityModel> {
  /** What is wrong and what helps, while it is bad. */
  notice: HTMLElement;
}

export function createQualityBar(t: Translate, report: () => void): QualityBar {
  const complain = h(
    'button',
    { type: 'button', class: 'small', 'aria-haspopup': 'dialog' },
    t('report.button'),
  );
  const advised = h('span', { class: 'banner-text' });
  const banner = h('div', { class: 'banner', 'data-banner': 'quality' }, icon('warning'), advised);
  const notice = h('div', { class: 'quality-notice', 'aria-live': 'polite' });
  onClick(complain, report);
  const phone = h('span', { class: 'phone-state' });
  const words = h('span', { class: 'quality-words' });
  const meter = (key: string) => h('meter', { min: '0', max: '1', 'aria-label': t(key), title: t(key) });
  const inLevel = meter('quality.in');
  const outLevel = meter('quality.out');
  const measured = h(
    'span',
    { class: 'quality', role: 'group', 'aria-label': t('quality.title') },
    words,
    inLevel,
    outLevel,
    complain,
  );
  return {
    notice,
    element: h('footer', {}, phone, measured),
    update({ phone: model, quality, mos, advice, talking }) {
      setText(phone, phoneText(t, model));
      setAttribute(phone, 'data-phone', model.registration);
      setHidden(measured, quality === null || !talking);
      setAttribute(measured, 'data-grade', quality?.grade ?? null);
      const bad = talking && advice !== null;
      if (bad) {
        setText(advised, t(`quality.advice.${advice}`));
        setAttribute(banner, 'title', advised.textContent);
        if (!banner.isConnected) notice.append(banner);
      } else banner.remove();
      setAttribute(measured, 'data-mos', mos === null ? null : mos.toFixed(2));
      if (!quality) return;
      setText(words, qualityText(t, bad ? { ...quality, grade: worse(quality.grade) } : quality, mos));
      setAttribute(
        words,
        'title',
        quality.roundTripMs === null ? null : t('quality.roundTrip', { ms: quality.roundTripMs.toFixed(0) }),
      );
      inLevel.value = scale(quality.inLevel);
      outLevel.value = scale(quality.outLevel);
      setAttribute(measured, 'data-loss', quality.lossPercent.toFixed(2));
      setAttribute(measured, 'data-jitter', quality.jitterMs.toFixed(1));
      const { counters } = quality;
      setAttribute(measured, 'data-packets-received', String(counters.packetsReceived));
      setAttribute(measured, 'data-packets-sent', String(counters.packetsSent));
      setAttribute(measured, 'data-packets-lost', String(counters.packetsLost));
      setAttribute(measured, 'data-energy-received', String(counters.receivedEnergy));
      setAttribute(measured, 'data-energy-sent', String(counters.sentEnergy));
    },
  };
}

function phoneText(t: Translate, model: PhoneModel): string {
  if (model.kind === 'sip' || model.kind === 'outside')
    return t(model.reachable ? 'phone.reachable' : 'phone.unreachable', { phone: t(`phone.${model.kind}`) });
  if (model.tab === 'other') return '';
  // Registered, and the server does not know yet.
  const settling = model.kind === 'browser' && model.registration === 'registered' && !model.reachable;
  return t(`phone.${settling ? 'starting' : model.registration}`);
}

/** One good second in bad ones does not make it good. */
const worse = (grade: Quality['grade']): Quality['grade'] => (grade === 'none' ? grade : 'poor');

function qualityText(t: Translate, quality: Quality, mos: number | null): string {
  if (quality.grade === 'none') return t('quality.none');
  return [
    t(`quality.${quality.grade}`),
    ...(mos === null ? [] : [t('quality.mos', { mos })]),
    t('quality.loss', { percent: quality.lossPercent }),
    t('quality.jitter', { ms: quality.jitterMs.toFixed(0) }),
  ].join(' · ');
}
