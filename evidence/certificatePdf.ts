// Sets the certificate as a PDF with its data attached. Draws nothing itself; beside what the data says, it says only what of
// that cannot be printed.
import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import { canonicalJson, sha256Hex } from './ledger/canonicalJson.ts';
import type { CertificateDocument } from './certificate.ts';
import { exceptions, validation } from './certificateFindings.ts';
import { lacksRemark, lacksTable } from './certificateLacks.ts';
import { enteredByFirm, revoked, signatures, silent } from './certificateSignatures.ts';
import { baseFamily } from './glyphCoverage.ts';
import { setPdf } from './pdfFonts.ts';
import { bold, facts, inGroups, inUtc, paragraph, small, table } from './pdfTable.ts';
import { unprintableTexts, type UnprintableText } from './unprintable.ts';
import { formatMoney } from '../domain/terms/money.ts';

const titles: Record<CertificateDocument['kind'], string> = {
  acceptance: 'Milestone Acceptance Certificate',
  conditional: 'Conditional Milestone Acceptance Certificate',
  closeOut: 'Milestone Close-Out Certificate',
  revocation: 'Revocation of Milestone Acceptance',
};

/** The same document gives the same bytes, so that a retry after a crash stores nothing new. */
export async function renderCertificatePdf(certificate: CertificateDocument): Promise<Buffer> {
  return setPdf(definition(certificate, await unprintableTexts(certificate)));
}

function definition(certificate: CertificateDocument, lacks: UnprintableText[]): TDocumentDefinitions {
  const title = titles[certificate.kind];
  const json = canonicalJson(certificate);
  return {
    pageSize: 'A4',
    pageMargins: [50, 54, 50, 60],
    info: {
      title: `${title} ${certificate.certificateNumber}`,
      author: certificate.parties.firm,
      subject: certificate.milestone.title,
      creationDate: new Date(certificate.issuedAt),
    },
    defaultStyle: { font: baseFamily, fontSize: 9, lineHeight: 1.2 },
    styles: {
      title: { fontSize: 19, bold: true, color: '#14324f' },
      subtitle: { fontSize: 11, color: '#44566c' },
      section: { fontSize: 11.5, bold: true, color: '#14324f', margin: [0, 10, 0, 2] },
      warning: { fontSize: 8.5, bold: true, color: '#9a3412' },
      head: { bold: true, fontSize: 8.5, color: '#44566c' },
      small: { fontSize: 8, color: '#44566c' },
    },
    files: {
      certificate: {
        src: `data:application/json;base64,${Buffer.from(json).toString('base64')}`,
        name: `${certificate.certificateNumber}.json`,
        description: 'This certificate as data',
      },
    },
    footer: (page, pages) => ({
      columns: [
        { text: certificate.certificateNumber, style: 'small' },
        { text: `Page ${page} of ${pages}`, style: 'small', alignment: 'right' },
      ],
      margin: [50, 22, 50, 0],
    }),
    content: [
      heading(certificate, title, sha256Hex(json), lacksRemark(lacks)),
      facts(outline(certificate)),
      ...deliverables(certificate),
      services(certificate),
      ...validation(certificate),
      ...exceptions(certificate),
      ...signatures(certificate),
      ...closing(certificate, sha256Hex(json)),
      ...lacksTable(lacks, `${certificate.certificateNumber}.json`),
    ],
  };
}

/**
 * The code on the first page leads to the page of the certificate and holds the digest of the attached data, which that page
 * compares; for whoever has only the paper.
 */
const codeOf = ({ address, certificateNumber }: CertificateDocument, digest: string): string =>
  address === null ? `${certificateNumber} sha256:${digest}` : `${address}#sha256=${digest}`;

const heading = (certificate: CertificateDocument, title: string, digest: string, remark: Content[]): Content => ({
  columns: [
    {
      width: '*',
      stack: [
        { text: title, style: 'title' },
        { ...paragraph(certificate.milestone.title), style: 'subtitle', margin: [0, 2, 0, 4] },
        ...(certificate.supersedes
          ? [{ ...paragraph(bold(`Replaces certificate ${certificate.supersedes}`)), margin: [0, 0, 0, 4] } as Content]
          : []),
        ...(certificate.seal?.isDevelopment ? [{ text: developmentWarning, style: 'warning' }] : []),
        ...remark,
      ],
    },
    { width: 100, qr: codeOf(certificate, digest), fit: 100, eccLevel: 'L' },
  ],
  columnGap: 16,
  margin: [0, 0, 0, 10],
});

const developmentWarning =
  'Sealed with a DEVELOPMENT seal that this installation made for itself. It proves that nothing changed since, and names no firm.';

const outcomes: Record<CertificateDocument['kind'], string> = {
  acceptance: 'Accepted',
  conditional: 'Accepted with the exceptions listed below',
  closeOut: 'Accepted; every exception listed below was verified closed',
  revocation: 'Revoked; the certificate named as replaced is no longer in force',
};

const bases: Record<CertificateDocument['basis'], string> = {
  express: 'express acceptance',
  sponsorDetermined: 'put to signature by determination of the engagement sponsor',
  entered: 'with decisions that the firm entered on the evidence of a document and nobody objected to, see below',
  deemed: 'deemed acceptance: the contract makes silence count, see below',
};

function outline(certificate: CertificateDocument): [string, string][] {
  const { contract, engagement, milestone, nextPhase } = certificate;
  return [
    ['Certificate', certificate.certificateNumber],
    ...(certificate.supersedes ? [['Replaces', certificate.supersedes] as [string, string]] : []),
    ['Outcome', `${outcomes[certificate.kind]} (${bases[certificate.basis]})`],
    ['Client', certificate.parties.client],
    ['Firm', certificate.parties.firm],
    ['Engagement', `${engagement.name} (${engagement.engagementId})`],
    ['Contract', [contract.reference, contract.statementOfWork, ...contract.changeOrders].join('; ')],
    ['Form of contract', contract.form === 'deed' ? 'Deed' : 'Simple contract'],
    ['Milestone', `${milestone.title} (${milestone.milestoneId})`],
    ...(milestone.dueOn ? [['Due by the contract on', milestone.dueOn] as [string, string]] : []),
    ['Work completed on', certificate.completedOn],
    [certificate.kind === 'revocation' ? 'Revoked at' : 'Accepted at', inUtc(certificate.issuedAt)],
    ['Sign-off request', certificate.signOffRequest],
    ['Package', `Version ${certificate.package.version}, SHA-256 ${inGroups(certificate.package.digest)}`],
    ['Value', formatMoney(certificate.amounts.value, certificate.amounts.currency)],
    ['Payable', payable(certificate)],
    ['Next phase', `${nextPhase.name}: ${nextPhase.scope}`],
  ];
}

/** Amounts are totals for the milestone: a close-out repeats what the certificate it replaces released. */
function payable({ kind, amounts, supersedes }: CertificateDocument): string {
  const { currency } = amounts;
  if (kind === 'revocation' && supersedes === null) return 'Nothing; nothing was released before';
  if (kind === 'revocation')
    return `Nothing more; released before by ${supersedes}: ${formatMoney(amounts.releasedBefore, currency)}, to be settled between the parties`;
  return [
    `${formatMoney(amounts.payable, currency)}${supersedes ? ' in all' : ''}`,
    ...(supersedes
      ? [
          `of this ${formatMoney(amounts.releasedBefore, currency)} by ${supersedes}, now ${formatMoney(amounts.balance, currency)}`,
        ]
      : []),
    ...(Number(amounts.withheld) === 0 ? [] : [`withheld ${formatMoney(amounts.withheld, currency)}`]),
  ].join('; ');
}

function deliverables(certificate: CertificateDocument): Content[] {
  const rows = certificate.deliverables.flatMap((each) =>
    each.files.map((file) => [
      paragraph(bold(each.title), `${each.deliverableId}, version ${each.version}`),
      paragraph(`${file.fileName} (${file.sizeBytes} bytes)`, small(inGroups(file.sha256))),
    ]),
  );
  const waived = certificate.waivers.map((each) => [
    paragraph(bold(each.deliverableId), 'Waived'),
    paragraph(each.reason),
  ]);
  return [table('Deliverables', ['38%', '*'], ['Deliverable', 'File and SHA-256'], [...rows, ...waived])];
}

function services({ completedServices, qualityReviews }: CertificateDocument): Content {
  const rows = [
    ...completedServices.map((each) => [paragraph(each.description), paragraph(`Completed ${each.completedOn}`)]),
    ...qualityReviews.map((each) => [
      paragraph(each.name),
      paragraph(each.outcome === 'passed' ? 'Passed' : 'Failed', ...(each.explanation ? [each.explanation] : [])),
    ]),
  ];
  return table('Completed services and quality reviews', ['60%', '*'], ['Service or review', 'Result'], rows);
}

const determinationWords: Record<string, string> = {
  rework: 'Back to rework',
  formalSignOff: 'Put to formal sign-off',
  terminate: 'To be terminated',
};

function closing(certificate: CertificateDocument, digest: string): Content[] {
  const { auditLog, certificateNumber, determinations, nextPhase } = certificate;
  const said = determinations.map((each) => [
    paragraph(bold(each.by), inUtc(each.at)),
    paragraph(bold(determinationWords[each.determination] ?? each.determination), each.reasons),
  ]);
  const conditions = nextPhase.conditions.map((each) => [paragraph(each)]);
  return [
    ...(said.length > 0
      ? [table('Determinations of the engagement sponsor', ['40%', '*'], ['Sponsor', 'Determination'], said)]
      : []),
    ...enteredByFirm(certificate),
    ...silent(certificate),
    ...revoked(certificate),
    ...(conditions.length > 0 ? [table('Conditions for the next phase', ['*'], ['Condition'], conditions)] : []),
    section('Reservation of rights', certificate.reservationOfRights),
    section(
      'How this was signed, and how to check it',
      certificate.signatureLevel,
      ...sealWords(certificate),
      `Last entry of the audit log: number ${auditLog.sequence}, chain hash ${inGroups(auditLog.hash)}.`,
      ...proofWords(certificate),
      ...(certificate.address === null
        ? []
        : [
            `Whether it stands, was replaced or revoked is shown, to whoever has this address, at ${certificate.address}.`,
          ]),
      `The data of this certificate is attached to this PDF as ${certificateNumber}.json; its SHA-256, which the code on the first page holds too, is ${inGroups(digest)}.`,
    ),
  ];
}

const section = (title: string, ...texts: string[]): Content => ({
  stack: [
    { text: title, style: 'section' },
    ...texts.map((each): Content => ({ ...paragraph(each), margin: [0, 2, 0, 2] })),
  ],
  unbreakable: true,
});

function sealWords({ seal, parties }: CertificateDocument): string[] {
  if (!seal) return [];
  const by = seal.isDevelopment ? 'a development seal of this installation' : `the seal of ${parties.firm}`;
  return [
    `This PDF is sealed as PAdES ${seal.level} by ${by}: ${seal.subject}, issued by ${seal.issuer}, serial number ${seal.serialNumber}, SHA-256 of the certificate ${inGroups(seal.fingerprint)}. The seal is over the whole document; it is nobody's personal signature.`,
    ...(seal.isTimestampExpected
      ? [
          'A timestamp by an independent authority is added to the seal (PAdES B-T) and changes nothing that is sealed; whether it is there, the file itself shows.',
        ]
      : []),
  ];
}

function proofWords({ auditLog: { proof } }: CertificateDocument): string[] {
  if (!proof) return [];
  const [origin = '', size = '', root = ''] = proof.checkpoint.split('\n');
  return [
    `That entry was recorded by line ${proof.lineSequence} of ${proof.chain}, leaf ${proof.leafIndex} of the audit log ${origin}, whose signed checkpoint of ${size} leaves has the root ${root}. The attached data holds the checkpoint and the proof; every party was mailed a checkpoint as well.`,
  ];
}
