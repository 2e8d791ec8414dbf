// The certificate as it goes to everybody named in the engagement: the sealed PDF, and what it is in a few sentences.
import type { Milestone } from '../domain/milestone.ts';
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
export function aboutCopy(milestone: Milestone): string[] {
  const { outputs, engagement } = milestone;
  const address = outputs.at(-1)?.certificateAddress;
  const attached = certificateCopy(milestone).files?.map(
    ({ fileName }) =>
      `Attached is the certificate, ${fileName}. It is sealed: a PDF reader that checks signatures shows whether the file was changed, and its data are attached inside. Keep the file as it is; a printout has no seal.`,
  );
  const isFetched = engagement.contract.certificateCopies === 'linked';
  return [
    ...(attached ?? []),
    ...(address === undefined
      ? []
      : [
          `${isFetched ? 'Download the certificate, and see' : 'See'} whether it stands, without an account, at ${address}. Whoever has this address sees the same.`,
        ]),
  ];
}
