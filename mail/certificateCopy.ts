// The certificate as it goes to everybody named in the engagement: the sealed PDF, and what it is in a few sentences.
import type { Milestone } from '../domain/milestone.ts';
import type { Words } from './messages/words.ts';
import type { MailContent } from './mailContent.ts';

/** Only where the contract has it attached, and something is published. */
export function certificateCopy({ engagement, outputs }: Milestone): Pick<MailContent, 'files'> {
  const last = outputs.at(-1);
  if (!last || engagement.contract.certificateCopies !== 'attached') return {};
  return {
    files: [
      { fileName: `${last.certificateNumber}.pdf`, mediaType: 'application/pdf', sha256: last.certificateSha256 },
    ],
  };
}

/** What comes with the mail, and where the certificate is found. */
export function aboutCopy(milestone: Milestone, { say }: Words): string[] {
  const { outputs, engagement } = milestone;
  const address = outputs.at(-1)?.certificateAddress;
  const attached = certificateCopy(milestone).files?.map(({ fileName }) => say('copy.attached', { fileName }));
  const isFetched = engagement.contract.certificateCopies === 'linked';
  return [
    ...(attached ?? []),
    ...(address === undefined ? [] : [say(isFetched ? 'copy.download' : 'copy.see', { address })]),
  ];
}
