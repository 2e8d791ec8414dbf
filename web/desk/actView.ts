// What the pages of an act show: its fields with what was entered, and what it would do and whom it would mail.
import { openDeliverables } from '../../domain/acceptance/parts.ts';
import type { Milestone } from '../../domain/milestone.ts';
import { nameOf } from '../../domain/milestone.ts';
import { neededLeavers } from '../../domain/people/departures.ts';
import { pendingAssignees } from '../../domain/requests/pendingAssignees.ts';
import { openInquiries, openStop } from '../../domain/time/stops.ts';
import { deputyDays } from '../../mail/deputyContent.ts';
import type { Foreseen } from '../../domain/work/foresee.ts';
import type { CommandName } from '../../domain/commands.ts';
import type { MessageKey, Words } from '../../mail/messages/words.ts';
import type { ActField, ActForm, ActRows } from './actForm.ts';
import { fieldsIn, fieldsOfRow, rowsToShow } from './actRows.ts';
import { eventWord } from './eventWords.ts';
import { documentIdsIn, documentsView, type ShownDocuments } from './forms/documents.ts';
import { mailWord } from './mailWords.ts';
import type { PageCall } from './pageRoute.ts';
import { phaseWord } from './phaseWords.ts';

export interface ActError {
  /** A field that has to be filled in is empty. */
  isMissing?: true;
  detail?: string;
  details?: readonly string[];
  field?: string;
}

type Entered = Record<string, string | undefined>;
type Plain = (key: MessageKey) => string;

interface Given {
  entered: Entered;
  formId: string;
  error?: ActError;
  /** Of the field of files, where there is one. */
  documents?: ShownDocuments;
}

const titles = {
  addressFeedback: 'act.addressFeedback',
  recordFacilitationOutcome: 'act.recordFacilitationOutcome',
  reassign: 'act.reassign',
  correctPerson: 'act.correctPerson',
  extendDeadline: 'act.extendDeadline',
  scheduleReviewMeeting: 'act.scheduleReviewMeeting',
  recordMeetingNotes: 'act.recordMeetingNotes',
  proposeException: 'act.proposeException',
  escalate: 'act.escalate',
  correctCalendar: 'act.correctCalendar',
  failException: 'act.failException',
  stopClock: 'act.stopClock',
  resumeClock: 'act.resumeClock',
  nudge: 'act.nudge',
  appointDeputy: 'act.appointDeputy',
  endDeputy: 'act.endDeputy',
  takeBackPackage: 'act.takeBackPackage',
  addPerson: 'act.addPerson',
  enterDecision: 'act.enterDecision',
  proposePart: 'act.proposePart',
  withdrawPart: 'act.withdrawPart',
  amendPlan: 'act.amendPlan',
  withdrawAmendment: 'act.withdrawAmendment',
  cancel: 'act.cancel',
  proposeRevocation: 'act.proposeRevocation',
  submitPackage: 'act.submitPackage',
} as const satisfies Partial<Record<CommandName, MessageKey>>;

export type DeskCommand = keyof typeof titles;

export const actTitle = ({ say }: Words, command: CommandName): string => say(titles[command as DeskCommand]);

const says = (words: Words, command: CommandName): string =>
  (words.say as Plain)(`${titles[command as DeskCommand]}.says` as MessageKey);

export function actView(
  act: ActForm,
  milestone: Milestone,
  { words }: Pick<PageCall, 'words'>,
  { entered, formId, error, documents }: Given,
) {
  const { command } = act;
  const { milestoneId, plan, engagement } = milestone;
  const title = actTitle(words, command);
  const fields = fieldsIn(act, entered);
  const fault = error && fields.find((each) => each.name === error.field);
  const shown = (field: ActField) => ({
    ...(field.kind === 'files' && documents
      ? filesView(field, documents, words, entered)
      : fieldView(field, milestone, words, entered)),
    isWrong: field.name === fault?.name,
  });
  return {
    title,
    says: says(words, command),
    milestone: plan.title,
    engagement: engagement.name,
    at: `/desk/milestones/${encodeURIComponent(milestoneId)}`,
    command,
    formId,
    about: aboutOf(milestone, entered),
    // Why it is done is said last, where rows come before.
    fields: act.fields.filter((each) => !isLast(act, each)).map(shown),
    lists: (act.rows ?? []).map((rows) => listView(rows, milestone, words, { entered, shown })),
    last: act.fields.filter((each) => isLast(act, each)).map(shown),
    all: fields.map((each) => ({ ...shown(each), label: labelIn(each.name, act, words) })),
    ...(error ? { error: errorView(error, fault && { ...fault, said: labelIn(fault.name, act, words) }, words) } : {}),
  };
}

const isLast = ({ rows }: ActForm, { name }: ActField): boolean => rows !== undefined && name === 'reason';

interface Listing {
  entered: Entered;
  shown(field: ActField): object;
}

function listView(rows: ActRows, milestone: Milestone, { say }: Words, { entered, shown }: Listing) {
  const plain = say as Plain;
  const count = rowsToShow(entered, rows);
  const isAdding = entered.step === `add:${rows.id}`;
  return {
    ...{ id: rows.id, legend: plain(rows.legend), says: plain(rows.says), add: plain(rows.add) },
    known: rows.known(milestone),
    rows: Array.from({ length: count }, (_, row) => ({
      ...{ id: `${rows.id}.${row}`, title: `${plain(rows.of)} ${row + 1}`, remove: `remove:${rows.id}.${row}` },
      isNew: isAdding && row === count - 1,
      fields: fieldsOfRow(rows, row).map(shown),
    })),
  };
}

/** With its row, where several rows have it. */
function labelIn(name: string, { fields, rows = [] }: ActForm, { say }: Words): string {
  const plain = say as Plain;
  const [, list = '', row = '', own = name] = /^(\w+)\.(\d+)\.(\w+)$/.exec(name) ?? [];
  const of = rows.find((each) => each.id === list);
  const label = (of ?? { fields }).fields.find((each) => each.name === own)?.label;
  const said = label === undefined ? own : plain(label);
  return of ? say('form.inRow', { field: said, of: plain(of.of), row: String(Number(row) + 1) }) : said;
}

function errorView(
  { isMissing, detail, details = [] }: ActError,
  fault: (ActField & { said: string }) | undefined,
  words: Words,
) {
  return {
    field: fault?.name,
    detail: isMissing && fault ? words.say('act.missing', { field: fault.said }) : detail,
    // The sentence says it all where there is one thing only.
    details: details.length > 1 ? details : [],
  };
}

/** The comment that is answered, in its own words. */
function aboutOf(milestone: Milestone, { feedbackId }: Entered) {
  const item = milestone.feedbackItems.find((each) => each.feedbackId === feedbackId);
  return item && { name: nameOf(milestone, item.personId), text: item.text };
}

function fieldView(field: ActField, milestone: Milestone, words: Words, entered: Entered) {
  const say = words.say as Plain;
  const value = entered[field.name] ?? '';
  const options = optionsOf(field, milestone, words);
  const isSeveral = field.kind === 'people' || field.kind === 'deliverables';
  const named = (each: string): string => options.find((option) => option.value === each)?.label ?? each;
  return {
    ...{ name: field.name, kind: field.kind, value, isOptional: field.isOptional === true },
    label: say(field.label),
    hint: field.hint && hintOf(words, field.hint, milestone),
    is: { [field.kind]: true, several: isSeveral },
    type: { date: 'date', number: 'number', instant: 'datetime-local' }[field.kind as string] ?? 'text',
    options: options.map((each) => ({ ...each, isChosen: value.split(/\s+/).includes(each.value) })),
    shown: isSeveral ? words.list(value.split(/\s+/).filter(Boolean).map(named)) : named(value),
  };
}

/** What there is to choose from, and once that is done what was chosen. */
function filesView(
  { name, label, hint, isOptional }: ActField,
  documents: ShownDocuments,
  words: Words,
  entered: Entered,
) {
  const say = words.say as Plain;
  const { offered, kept } = documents;
  const chosen = [...kept, ...offered.filter(({ isChosen }) => isChosen)].map(({ fileName }) => fileName);
  return {
    ...{ name, kind: 'files', isOptional: isOptional === true, is: { files: true } },
    ...{ label: say(label), hint: hint && say(hint), id: name, describedBy: hint && `${name}-hint` },
    ...documentsView(documents, name, entered),
    ...{ value: documentIdsIn(entered, name).join(' '), shown: words.list(chosen) },
  };
}

const hintOf = ({ say }: Words, hint: MessageKey, { engagement }: Milestone): string =>
  (say as (key: MessageKey, values: object) => string)(hint, { zone: engagement.contract.calendar.timeZone });

interface Option {
  value: string;
  label: string;
}

const deliverableLabel = ({ plan }: Milestone, id: string): string =>
  plan.deliverables.find((each) => each.deliverableId === id)?.title ?? id;

const deputyshipsIn = (milestone: Milestone, words: Words): Option[] =>
  milestone.deputies
    .filter(({ ended }) => ended === undefined)
    .map((each) => {
      const [deputy, name] = [nameOf(milestone, each.deputyId), nameOf(milestone, each.personId)];
      return {
        value: each.deputyshipId,
        label: words.say('act.deputyFor.option', { deputy, name, days: deputyDays(each, words) }),
      };
    });

const stopsIn = (milestone: Milestone, { say }: Words): Option[] =>
  [openStop(milestone) ?? [], openInquiries(milestone)].flat().map(({ stopId, forPersonId, reason }) => ({
    value: stopId,
    label:
      forPersonId === undefined
        ? say('act.stopId.ofAll', { reason })
        : say('act.stopId.ofOne', { name: nameOf(milestone, forPersonId), reason }),
  }));

function optionsOf(field: ActField, milestone: Milestone, words: Words): Option[] {
  const say = words.say as Plain;
  if (field.kind === 'deputyship') return deputyshipsIn(milestone, words);
  if (field.kind === 'stop') return stopsIn(milestone, words);
  if (field.kind === 'choice') return (field.options ?? []).map(({ value, label }) => ({ value, label: say(label) }));
  if (field.kind === 'deliverables')
    return openDeliverables(milestone).map((id) => ({ value: id, label: deliverableLabel(milestone, id) }));
  if (field.kind !== 'person' && field.kind !== 'people') return [];
  const asked = [...pendingAssignees(milestone), ...neededLeavers(milestone).map((each) => each.personId)];
  const { people } = milestone.engagement;
  const among = field.among === 'assignees' ? people.filter(({ personId }) => asked.includes(personId)) : people;
  return (among.length > 0 ? among : people).map(({ personId, name, capacity }) => ({
    value: personId,
    label: `${name}, ${capacity}`,
  }));
}

/** In plain words; what an act is itself need not be said again. */
export function foreseenView(
  milestone: Milestone,
  { events, phase, told }: Foreseen,
  { words }: Pick<PageCall, 'words'>,
) {
  const { say } = words;
  return {
    effects: [...new Set(events)].map((each) => eventWord(words, each)),
    ...(phase === milestone.stage.phase ? {} : { phase: say('act.phase', { phase: phaseWord(words, phase) }) }),
    told: told.map(({ personId, kinds }) => ({
      name: nameOf(milestone, personId),
      what: words.list(kinds.map((each) => mailWord(words, each))),
    })),
  };
}
