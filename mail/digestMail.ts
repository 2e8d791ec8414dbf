// The mail of a digest: every notice that waited for it, by milestone, as each would have said it.
import Handlebars from 'handlebars';
import { deskAddress } from './deskAddress.ts';
import type { MailModel } from './mailModel.ts';
import type { Words } from './messages/words.ts';
import type { RenderedMail } from './renderMail.ts';

interface Part {
  milestoneId: string;
  engagement: string;
  milestone: string;
  notices: { headline: string; lines: string[] }[];
  desk?: string;
}

export function digestMail(
  words: Words,
  mails: readonly { model: object }[],
  { link, publicUrl }: { link: string; publicUrl?: string },
): RenderedMail {
  const { say } = words;
  const parts = partsOf(
    mails.map((each) => each.model as MailModel),
    publicUrl,
  );
  const count = mails.length;
  const subject = say('digest.subject', { count });
  const why = say('digest.because');
  return { subject, text: textOf(words, parts, { link, why }), html: htmlOf(words, parts, { link, why, subject }) };
}

function partsOf(models: readonly MailModel[], publicUrl: string | undefined): Part[] {
  const parts = new Map<string, Part>();
  for (const { milestoneId, engagement, milestone, isForManager, headline, paragraphs, sections, next } of models) {
    const part = parts.get(milestoneId) ?? { milestoneId, engagement, milestone, notices: [] };
    const items = sections.flatMap(({ title, items: lines }) => [...(title ? [`${title}:`] : []), ...lines]);
    part.notices.push({ headline, lines: [...paragraphs, ...items, ...(next ? [next] : [])] });
    if (isForManager && publicUrl) part.desk = deskAddress(publicUrl, milestoneId);
    parts.set(milestoneId, part);
  }
  return [...parts.values()];
}

function textOf({ say }: Words, parts: readonly Part[], { link, why }: { link: string; why: string }): string {
  const written = parts.map(({ engagement, milestone, notices, desk }) =>
    [
      `${milestone} · ${engagement}`,
      ...notices.map(({ headline, lines }) => `- ${headline}\n${lines.map((each) => `  ${each}`).join('\n')}`),
      ...(desk ? [`${say('digest.onDesk')} ${desk}`] : []),
    ].join('\n\n'),
  );
  return `${[...written, why, `${say('digest.change')} ${link}`].join('\n\n\n')}\n`;
}

const escaped = Handlebars.escapeExpression;

function htmlOf(
  { language, direction, say }: Words,
  parts: readonly Part[],
  { link, why, subject }: { link: string; why: string; subject: string },
): string {
  const notice = ({ headline, lines }: Part['notices'][number]): string =>
    `<h3 style="margin:1em 0 .3em;font-size:1em">${escaped(headline)}</h3>${lines.map((each) => `<p style="margin:.3em 0">${escaped(each)}</p>`).join('')}`;
  const part = ({ engagement, milestone, notices, desk }: Part): string =>
    `<section style="border-top:1px solid #cfd8e1;padding:.8em 0"><h2 style="margin:0;font-size:1.15em">${escaped(milestone)}</h2><p style="margin:0;color:#4c5f72">${escaped(engagement)}</p>${notices.map(notice).join('')}${desk ? `<p><a href="${escaped(desk)}">${escaped(say('digest.onDesk'))}</a></p>` : ''}</section>`;
  return `<html lang="${language}" dir="${direction}"><body style="font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;line-height:1.5;color:#17222e;max-width:40em;margin:0 auto;padding:1em">
<h1 style="font-size:1.3em">${escaped(subject)}</h1>
${parts.map(part).join('\n')}
<p style="border-top:1px solid #cfd8e1;padding-top:.8em;color:#4c5f72">${escaped(why)} <a href="${escaped(link)}">${escaped(say('digest.change'))}</a></p>
</body></html>`;
}
