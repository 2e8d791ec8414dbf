// The evidence pack for notifying a circumstance to a professional indemnity insurer: who was advised what, and when.
import type { MailRecord } from '../../db/mails.ts';
import type { BagContents } from '../../evidence/archive.ts';
import { canonicalJson } from '../../evidence/ledger/canonicalJson.ts';
import type { ChainedEvent } from '../../evidence/ledger/chainedEvent.ts';
import type { RefusedMessage } from '../../domain/events.ts';
import { nameOf, type Milestone } from '../../domain/milestone.ts';
import { isCriticalIssue } from '../../domain/terms/severity.ts';
import { wordsIn } from '../../mail/messages/words.ts';

export interface PackSources {
  milestone: Milestone;
  events: readonly ChainedEvent[];
  refusedMessages: readonly RefusedMessage[];
  mails: readonly MailRecord[];
  certificatePdfs: readonly { certificateNumber: string; sha256: string }[];
  /** ISO 8601 UTC. */
  at: string;
}

/** A BagIt bag, checked like any other record; the chronology is for the insurer to read, the rest for whoever asks further. */
export function evidencePack(sources: PackSources): BagContents {
  const { milestone, events, refusedMessages, mails, certificatePdfs, at } = sources;
  const lines = (values: readonly unknown[]) => values.map((each) => `${canonicalJson(each)}\n`).join('');
  return {
    name: `${milestone.milestoneId}-evidence-pack`,
    at,
    info: {
      'Source-Organization': milestone.engagement.firm,
      'External-Identifier': milestone.milestoneId,
      'External-Description': `Evidence pack of milestone ${milestone.milestoneId} for a notification of circumstances`,
    },
    entries: [
      { path: 'chronology.txt', content: chronology(sources) },
      { path: 'circumstances.json', content: json(circumstances(milestone)) },
      { path: 'contract.json', content: json(milestone.engagement.contract) },
      { path: 'packages.json', content: json(milestone.packages) },
      { path: 'validation-reports.json', content: json(milestone.reports) },
      { path: 'feedback.json', content: json({ feedback: milestone.feedback, items: milestone.feedbackItems }) },
      { path: 'audit-log.jsonl', content: lines(events) },
      { path: 'refused-messages.jsonl', content: lines(refusedMessages) },
      { path: 'mails.jsonl', content: lines(mails.map(({ model: _model, ...mail }) => mail)) },
      ...certificatePdfs.map((each) => ({ path: `certificates/${each.certificateNumber}.pdf`, stored: each.sha256 })),
    ],
  };
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** What may amount to a circumstance: refusals, what was found not to conform, and decisions against advice. */
function circumstances(milestone: Milestone) {
  const criticalIssues = milestone.reports.flatMap((report) =>
    report.issues.filter(isCriticalIssue).map((issue) => ({ foundBy: report.personId, at: report.at, ...issue })),
  );
  return {
    refusals: milestone.refusals,
    criticalIssues,
    failedReports: milestone.reports.filter((each) => !each.isPassed),
    facilitations: milestone.facilitations,
    determinationsBySponsor: milestone.determinations,
    exceptions: milestone.exceptions,
    signatures: milestone.signatures,
    enteredByFirm: milestone.entered,
  };
}

/** In the contract's language; names of events and codes beside it are those of the rest of the bag. */
function chronology({ milestone, events, mails, refusedMessages, at }: PackSources): string {
  const { milestoneId, engagement, plan } = milestone;
  const words = wordsIn(engagement.contract.language);
  const { say, money } = words;
  const name = (id: string) => nameOf(milestone, id);
  const happened = [
    ...events.map(({ event: { type, at: when, actor } }) => ({
      at: when,
      text: say('pack.event', { what: say(`event.${type}`), name: name(actor.personId), type }),
    })),
    ...mails.map((each) => ({
      at: each.sentAt ?? each.dueAt,
      text: say('pack.mail', {
        what: say(`mail.${each.kind}`),
        name: name(each.recipientId),
        status: say(`pack.mail.${each.status}`),
      }),
    })),
    ...refusedMessages.map((each) => ({
      at: each.at,
      text: each.actor
        ? say('pack.refusedOf', { code: each.code, what: each.name, name: name(each.actor.personId) })
        : say('pack.refused', { code: each.code, what: each.name }),
    })),
  ].sort((a, b) => a.at.localeCompare(b.at));
  return [
    say('pack.milestone', { id: milestoneId, title: plan.title }),
    say('pack.engagement', { id: engagement.engagementId, firm: engagement.firm, client: engagement.client }),
    say('pack.contract', {
      contract: engagement.contract.reference,
      value: money(plan.value.amount, plan.value.currency),
    }),
    say('pack.asOf', { at: words.utc(at) }),
    '',
    ...happened.map((each) => `${each.at}  ${each.text}`),
    '',
  ].join('\n');
}
