// The certificate as it goes to everybody named in the engagement: the sealed PDF, and what it is in a sentence.
import type { Milestone } from '../domain/milestone.ts';
import type { MailContent } from './mailContent.ts';

/** Nothing where the contract has it announced only, or nothing is published yet. */
export function certificateCopy({ engagement, outputs }: Milestone): Pick<MailContent, 'files'> {
  const last = outputs.at(-1);
  if (!last || engagement.contract.certificateCopies !== 'attached') return {};
  return {
    files: [
      { fileName: `${last.certificateNumber}.pdf`, mediaType: 'application/pdf', sha256: last.certificateSha256 },
    ],
  };
}

/** What is attached, and what to do with it. */
export const aboutCopy = (milestone: Milestone): string[] => {
  const number = milestone.outputs.at(-1)?.certificateNumber ?? '';
  return certificateCopy(milestone).files
    ? [
        `Attached is the certificate, ${number}.pdf. It is sealed: a PDF reader that checks signatures shows whether the file was changed, and its data are attached inside. Keep the file as it is; a printout has no seal.`,
      ]
    : [];
};
