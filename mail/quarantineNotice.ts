// The mail that says that a file was kept aside.
import type { Words } from './messages/words.ts';
import { inUtc } from './formatInstant.ts';
import { plainMail } from './plainMail.ts';
import type { RenderedMail } from './renderMail.ts';

export interface QuarantineNotice {
  quarantineId: string;
  engagementName: string;
  fileName: string;
  foundAs: string;
  uploader: string;
  /** Until when the file is kept, ISO 8601 UTC. */
  keptUntil: string;
  to: 'manager' | 'administrator';
}

/** Names no address of the file: nobody is to open it by a link in a mail. */
export function quarantineNotice(notice: QuarantineNotice, words: Words): RenderedMail {
  const { quarantineId: id, engagementName: engagement, fileName, foundAs, uploader, keptUntil, to } = notice;
  const { say } = words;
  const until = inUtc(keptUntil);
  const lines = [
    say('quarantine.notTaken', { fileName, uploader, engagement, foundAs }),
    to === 'manager' ? say('quarantine.manager', { uploader, until }) : say('quarantine.administrator', { until, id }),
    say(to === 'manager' ? 'quarantine.asManager' : 'keyEnds.because'),
  ];
  return plainMail(words, say('quarantine.subject', { fileName }), lines);
}
