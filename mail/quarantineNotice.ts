// The mail that says that a file was kept aside.
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
export function quarantineNotice(notice: QuarantineNotice): RenderedMail {
  const { quarantineId, engagementName, fileName, foundAs, uploader, keptUntil, to } = notice;
  const lines = [
    `“${fileName}”, uploaded by ${uploader} to ${engagementName}, was not taken: the scanner knows it as ${foundAs}. Nobody can open it here, and no package can contain it.`,
    to === 'manager'
      ? `Ask ${uploader} for a clean copy, by another way than a reply to this mail. If the file is what it should be, whoever keeps the service running can release it until ${keptUntil}.`
      : `It is kept aside until ${keptUntil}. npm run quarantine -- list shows it; release ${quarantineId} --reason "…" makes a document of it, remove ${quarantineId} --reason "…" deletes it at once.`,
    to === 'manager'
      ? 'You get this as the engagement manager.'
      : 'You get this because ADMINISTRATOR_EMAIL of the service names your address.',
  ];
  return plainMail(`File not taken: ${fileName}`, lines);
}
