// The mail that says that somebody opened an engagement in an emergency.
import type { Opening } from '../domain/access/restrictions.ts';
import { plainMail } from './plainMail.ts';
import type { RenderedMail } from './renderMail.ts';

export function openingNotice(
  { openingId, name, address, reason, openedAt, endsAt }: Opening,
  engagementName: string,
): RenderedMail {
  const lines = [
    `${name} <${address}> opened ${engagementName} for reading at ${openedAt}, until ${endsAt}, although it is not theirs to see.`,
    `The reason they gave: ${reason}`,
    `What they read is on record (GET /openings names them, GET /people/{holderId}/reads lists it). If this should not be, have their session ended: npm run people -- sessions. The opening is ${openingId}.`,
    'You get this as the engagement sponsor, or as a records officer.',
  ];
  return plainMail(`Opened in an emergency: ${engagementName}`, lines);
}
