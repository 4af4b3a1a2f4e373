/** Which contacts a campaign has recorded. */
import type { RecordingPolicy } from '../configuration/schemas.ts';
import type { ContactId } from '../ids.ts';

/** Whether the rule of a campaign, without anybody's asking, has the contact recorded. */
export function isRecorded(policy: RecordingPolicy, contactId: ContactId, campaignId: number): boolean {
  if (policy.when !== 'percentage') return policy.when === 'always';
  return drawn(`${contactId}/${campaignId}`) < policy.percentage;
}

/**
 * 0 to below 100, evenly spread; the same in every replay and another for every contact and campaign. FNV-1a,
 * finished as MurmurHash3 does it (fmix32), because ids differ in their last digits only.
 */
function drawn(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (((value ^ (value >>> 16)) >>> 0) / 2 ** 32) * 100;
}
