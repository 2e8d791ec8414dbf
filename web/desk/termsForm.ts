// The form of contract terms that are amended: what of them has a field, and what an amendment says beside. Rules nothing.
import { isDeepStrictEqual } from 'node:util';
import { channel, type Party } from '../../domain/terms/channels.ts';
import type { Engagement } from '../../domain/terms/engagement.ts';
import type { MessageKey, Words } from '../../mail/messages/words.ts';
import { spokenLanguages } from './engagementForm.ts';
import type { ShownDocuments } from './forms/documents.ts';
import { formFrom, type FormField, type FormPart } from './forms/model.ts';
import { asPlaces } from './forms/reading.ts';
import { peopleOptions } from './milestoneForm.ts';
import { listIn } from './termsList.ts';

export interface TermsContext {
  engagement: Engagement;
  words: Words;
  /** Who amends. */
  personId: string;
  documents: ShownDocuments;
}

type TermName = MessageKey extends infer Key ? (Key extends `terms.${infer Name}` ? Name : never) : never;
type Extra = Partial<FormField>;

const stages = [
  ...(['compiling', 'rework', 'validating', 'inReview', 'formalSignOff', 'facilitation', 'escalated'] as const),
] as const;
const listId = 'contract.waitsFor';

const term = (kind: FormField['kind'], name: TermName, more: Extra = {}): FormField => ({
  ...{ name: `contract.${name}`, kind, label: `terms.${name}` },
  ...more,
});
const number = (name: TermName, more: Extra = {}): FormField => term('number', name, { isShort: true, ...more });

const plain = ({ say }: Words) => say as (key: MessageKey) => string;

/** What each option is called stands under the name of the field, or of `called`. */
function choice(words: Words, name: TermName, values: readonly string[], called: string = name): FormField {
  const options = values.map((value) => ({ value, label: plain(words)(`terms.${called}.${value}` as MessageKey) }));
  return term('choice', name, { isShort: true, options });
}

const asPercents: Pick<FormField, 'read' | 'write'> = {
  read: (text) =>
    text.split(/[\s,;%]+/).flatMap((each) => (each === '' ? [] : [/^\d+$/.test(each) ? Number(each) : each])),
  write: (value) => ((value ?? []) as number[]).join(', '),
};

const days = (phase: (typeof stages)[number], start: string, more: Extra = {}): FormField => ({
  ...{
    name: `${start}waits.${phase}.businessDays`,
    kind: 'number',
    label: `form.waits.${phase}` as const,
    isShort: true,
  },
  ...more,
});

export function contractParts({ engagement, words }: Pick<TermsContext, 'engagement' | 'words'>): FormPart[] {
  const { contract } = engagement;
  const list = waitsForPart(words);
  return [
    numbersPart(words),
    {
      ...{ id: 'waits', legend: 'terms.waits', says: 'terms.waitsSays' },
      // What counts in hours has no number of days.
      fields: stages
        .filter((each) => contract.waits[each].businessHours === undefined)
        .map((each) => days(each, 'contract.')),
    },
    // A list that is not all in its fields would lose what is not.
    ...(isDeepStrictEqual(listIn(list, formFrom([list], { contract })), contract.waitsFor ?? []) ? [list] : []),
    {
      ...{ id: 'reminders', legend: 'terms.reminders', isFolded: true },
      fields: [
        term('line', 'reminderPercents', {
          ...{ hint: 'terms.reminderPercentsHint', isOptional: true, isShort: true },
          ...asPercents,
        }),
        number('escalateAfterBusinessDays'),
        number('repeatEscalations'),
        number('maxExtensionBusinessDays'),
        number('ownExtensionBusinessDays'),
        choice(words, 'automaticReplies', ['proposeDeputy', 'routeToDeputy']),
      ],
    },
    {
      ...{ id: 'acceptance', legend: 'terms.acceptance', isFolded: true },
      fields: [
        choice(words, 'partialAcceptance', ['none', 'bySignature', 'alsoBySilence']),
        choice(words, 'silence.review', ['none', 'deemedAccepted', 'deemedRejected'], 'silence'),
        choice(words, 'silence.signOff', ['none', 'deemedAccepted', 'deemedRejected'], 'silence'),
        number('silence.furtherPeriodBusinessDays'),
        number('confirmOutcomeWithinBusinessDays'),
        number('objectToEntryWithinBusinessDays'),
        number('acceptableIssueSeverity', { hint: 'terms.acceptableIssueSeverityHint' }),
        number('maxReworkCycles'),
      ],
    },
    {
      ...{ id: 'exceptions', legend: 'terms.exceptions', isFolded: true },
      fields: [
        number('maxExceptionDays'),
        number('maxExceptionExtensionDays'),
        number('exceptionFailsAfterBusinessDays'),
      ],
    },
    {
      ...{ id: 'amending', legend: 'terms.amending', isFolded: true },
      fields: [
        choice(words, 'amendments', ['withConsentOfOtherParty', 'byOneParty']),
        number('amendmentConsent.businessDays'),
        choice(words, 'amendmentConsent.unanswered', ['lapses', 'escalates']),
      ],
    },
    channelsPart(words),
    calendarPart(words),
    {
      ...{ id: 'mails', legend: 'terms.mails', isFolded: true },
      fields: [
        number('linkDays'),
        choice(words, 'mailReasons', ['inFull', 'countOnly']),
        choice(words, 'refusals', ['confidential', 'shared']),
        choice(words, 'certificateCopies', ['attached', 'linked', 'announced']),
      ],
    },
  ];
}

const numbersPart = (words: Words): FormPart => ({
  id: 'numbers',
  legend: 'form.engagement.contract',
  fields: [
    { name: 'contract.reference', kind: 'line', label: 'form.engagement.reference', isShort: true },
    { name: 'contract.statementOfWork', kind: 'line', label: 'form.engagement.statementOfWork', isShort: true },
    term('lines', 'changeOrders', { hint: 'terms.onePerLine', isOptional: true }),
    {
      ...{ name: 'contract.form', kind: 'choice', label: 'form.engagement.form', isShort: true },
      options: (['simple', 'deed'] as const).map((value) => ({
        ...{ value, label: words.say(`form.engagement.form.${value}`) },
      })),
    },
    {
      ...{ name: 'contract.language', kind: 'choice', label: 'form.engagement.language', isShort: true },
      options: spokenLanguages(words),
    },
  ],
});

function waitsForPart({ say }: Words): FormPart {
  const optional = { isOptional: true, isShort: true } as const;
  return {
    ...{ id: listId, legend: 'terms.waitsFor', says: 'terms.waitsForSays', isFolded: true },
    rows: { atLeast: 0, add: 'terms.addWaitsFor', of: 'terms.waitsForRow' },
    fields: [
      {
        ...{ name: 'fromValue.amount', kind: 'line', label: 'terms.fromAmount', hint: 'terms.fromAmountHint' },
        ...optional,
      },
      { name: 'fromValue.currency', kind: 'line', label: 'form.plan.currency', ...optional },
      {
        ...{ name: 'priority', kind: 'choice', label: 'terms.priority', ...optional },
        options: (['low', 'high'] as const).map((value) => ({ value, label: say(`terms.priority.${value}`) })),
      },
      ...stages.map((each) => days(each, '', optional)),
    ],
  };
}

function channelsPart({ say }: Words): FormPart {
  const taken = (name: TermName, party: Party, more: Extra = {}): FormField =>
    term('several', name, {
      options: channel.options
        .filter((each) => (party === 'client' ? each !== 'session' : each !== 'enteredByFirm'))
        .filter((each) => each !== 'enteredByFirm' || more.isOptional === true)
        .map((value) => ({ value, label: say(`channel.${value}`) })),
      ...more,
    });
  const own = { hint: 'terms.channels.asEveryKind', isOptional: true } as const;
  return {
    ...{ id: 'channels', legend: 'terms.channels', isFolded: true },
    fields: [
      taken('channels.client.everyKind', 'client'),
      taken('channels.client.review', 'client', own),
      taken('channels.client.signature', 'client', own),
      taken('channels.firm.everyKind', 'firm'),
    ],
  };
}

function calendarPart(words: Words): FormPart {
  const dates = (name: TermName): FormField =>
    term('lines', name, { hint: 'terms.calendar.datesHint', isOptional: true, isShort: true });
  const counts = choice(words, 'calendar.otherParty.counts', ['forBoth', 'forEither']);
  return {
    ...{ id: 'calendar', legend: 'terms.calendar', says: 'form.engagement.calendarSays', isFolded: true },
    fields: [
      {
        ...{ name: 'contract.calendar.timeZone', kind: 'line', label: 'form.engagement.timeZone' },
        hint: 'form.engagement.timeZoneHint',
      },
      {
        ...{ name: 'contract.calendar.publicHolidaysOf', kind: 'lines', label: 'form.engagement.holidays' },
        ...{ hint: 'form.engagement.holidaysHint', isOptional: true, ...asPlaces },
      },
      dates('calendar.holidays'),
      dates('calendar.workingDays'),
      term('line', 'calendar.dayStartsAt', { isShort: true }),
      term('line', 'calendar.dayEndsAt', { isShort: true }),
      choice(words, 'calendar.firstDay', ['dayAfterSent', 'daySent']),
      { ...counts, isOptional: true },
      dates('calendar.otherParty.holidays'),
      dates('calendar.otherParty.workingDays'),
    ],
  };
}

/** The documents by which the other party agreed. */
export const consentDocuments = 'consent.documentIds';

/** What of an amendment is not the contract: its name, why, and who agreed. */
export function actPart({ engagement, personId, documents }: TermsContext): FormPart {
  const isAsked = engagement.contract.amendments !== 'byOneParty';
  const partyOf = (id: string) => engagement.people.find((each) => each.personId === id)?.party;
  const others = peopleOptions(engagement).filter(({ value }) => partyOf(value) !== partyOf(personId));
  const optional = isAsked ? {} : ({ isOptional: true } as const);
  return {
    ...{ id: 'act', legend: 'terms.act', says: isAsked ? 'terms.actAsks' : 'terms.actNeedsNone' },
    fields: [
      { name: 'reference', kind: 'line', label: 'terms.amendment', hint: 'terms.amendmentHint' },
      { name: 'reason', kind: 'text', label: 'form.reason' },
      // Nobody is chosen before somebody chooses.
      {
        ...{ name: 'consent.byPersonId', kind: 'choice', label: 'terms.byPersonId', isShort: true, ...optional },
        options: isAsked ? [{ value: '', label: '–' }, ...others] : others,
      },
      { name: 'consent.agreedOn', kind: 'date', label: 'terms.agreedOn', isShort: true, ...optional },
      { name: consentDocuments, kind: 'files', label: 'terms.documentIds', documents, ...optional },
    ],
  };
}
