// The do-it-yourself variant's certificate: what was accepted, by whom and on what grounds, set by pdfmake as its examples do it.
import { createRequire } from 'node:module';
import pdfmake from 'pdfmake';
import type { Content } from 'pdfmake/interfaces.js';
import type { CertificateFacts } from './ownMilestone.ts';

const resolve = createRequire(import.meta.url).resolve;
const roboto = (style: string): string => resolve(`pdfmake/fonts/Roboto/Roboto-${style}.ttf`);
pdfmake.setFonts({
  Roboto: {
    normal: roboto('Regular'),
    bold: roboto('Medium'),
    italics: roboto('Italic'),
    bolditalics: roboto('MediumItalic'),
  },
});
pdfmake.setLocalAccessPolicy(() => true);
pdfmake.setUrlAccessPolicy(() => false);

export async function certificatePdf(facts: CertificateFacts): Promise<Buffer> {
  const { number, issuedAt, engagement, plan } = facts;
  return pdfmake
    .createPdf({
      info: { title: `Certificate of acceptance ${number}`, author: engagement.firm },
      defaultStyle: { fontSize: 10 },
      styles: { title: { fontSize: 18, bold: true }, section: { fontSize: 12, bold: true, margin: [0, 12, 0, 4] } },
      footer: (page, pages) => ({ text: `${number} · ${page} of ${pages}`, alignment: 'center' }),
      content: [
        { text: 'Certificate of acceptance', style: 'title' },
        { text: `${number}, issued at ${issuedAt}`, margin: [0, 0, 0, 8] },
        table(
          ['Milestone', `${plan.title} (${facts.milestoneId})`],
          ['Engagement', engagement.name],
          ['Firm', engagement.firm],
          ['Client', engagement.client],
          ['Contract', `${engagement.contract.reference}, ${engagement.contract.statementOfWork}`],
          ['Completed on', facts.package.completedOn],
          ['Value', plan.value ? `${plan.value.amount} ${plan.value.currency}` : 'none stated'],
        ),
        ...grounds(facts),
      ],
    })
    .getBuffer();
}

function grounds({ engagement, plan, package: submitted, decisions }: CertificateFacts): Content[] {
  const nameOf = ({ personId }: { personId: string }): string => {
    const found = engagement.people.find((each) => each.personId === personId);
    return found ? `${found.name}, ${found.capacity}` : personId;
  };
  const titleOf = (id: string): string => plan.deliverables.find((each) => each.deliverableId === id)?.title ?? id;
  const results = decisions.validation.flatMap((each) => each.results);
  return [
    { text: 'Deliverables', style: 'section' },
    table(...submitted.deliverables.map((each) => [titleOf(each.deliverableId), `version ${each.version}`])),
    { text: 'Services', style: 'section' },
    table(...submitted.completedServices.map((each) => [each.description, each.completedOn])),
    { text: 'Reviews of quality', style: 'section' },
    table(...submitted.qualityReviews.map((each) => [each.name, each.outcome])),
    { text: 'Requirements', style: 'section' },
    table(
      ...plan.requirements.map(({ requirementId, text }) => {
        const result = results.find((each) => each.requirementId === requirementId);
        return [requirementId, text, result ? `${result.outcome}: ${result.evidence}` : 'not reported'];
      }),
    ),
    { text: 'Validation and feedback', style: 'section' },
    table(
      ...decisions.validation.map((each) => [nameOf(each.actor), `${each.recommendation}: ${each.summary}`]),
      ...decisions.feedback.map((each) => [nameOf(each.actor), each.verdict]),
    ),
    { text: 'Signatures', style: 'section' },
    engagement.contract.signOffStatement.text,
    table(...decisions.signature.map((each) => [nameOf(each.actor), each.typedName])),
  ];
}

const table = (...body: string[][]): Content => ({
  layout: 'lightHorizontalLines',
  table: { widths: (body[0] ?? []).map((_, column) => (column === 0 ? 'auto' : '*')), body },
});
