// All components of the pages in each of their states, for who changes or reviews them: real parts with sample words, and nothing of anybody.
import { formView } from './forms/view.ts';
import type { ShownDocuments } from './forms/documents.ts';
import type { FormField, FormPart } from './forms/model.ts';
import { barsOf } from './bars.ts';
import type { PageRoute } from './pageRoute.ts';
import { phaseWord } from './phaseWords.ts';
import type { Words } from '../../mail/messages/words.ts';
import { sizeWords } from '../shownFiles.ts';

/** As `:root` of page.css names them, for desk and link pages alike. */
const tokens = [
  ...['ink', 'quiet', 'paper', 'ground', 'line', 'act', 'on-act', 'soft', 'danger', 'danger-soft', 'done', 'done-soft'],
];

const zero = '0'.repeat(64);

export const componentsPages: readonly PageRoute[] = [
  {
    ...{ method: 'get', path: '/desk/components', name: 'components', right: 'none' },
    audited: { as: 'nothing', on: 'service' },
    async handle(_deps, { words }) {
      return { page: 'deskComponents', values: { title: words.say('components.title'), ...componentsView(words) } };
    },
  },
];

function componentsView(words: Words) {
  const { say } = words;
  const date = words.date('2030-03-29');
  const due = { label: date, full: date };
  const row = { title: say('import.exampleTitle'), engagement: say('form.engagement.name'), at: '#rows' };
  const phase = phaseWord(words, 'formalSignOff');
  return {
    tokens,
    form: formView(
      fieldsOf(words),
      {
        form: { usual: say('import.exampleTitle'), 'wrong.line': 'x', someIds: 'one', find: 't' },
        refusal: { message: '', details: ['wrong.line is missing', 'wrong.choice is missing'] },
      },
      words,
    ),
    rows: [
      {
        ...{ ...row, key: 'row-late', what: say('desk.act.sign'), phase, since: say('desk.work.since', { date }) },
        ...{ due: { ...due, isOverdue: true }, todo: { href: '#rows', label: say('desk.work.decide') } },
      },
      {
        ...{ ...row, key: 'row-today', what: say('desk.act.sign'), phase, who: say('form.person.name') },
        ...{
          due: { ...due, isToday: true },
          reached: { status: 'opened', words: say('desk.reached.opened', { date }) },
        },
        acts: [{ href: '#rows', label: say('desk.work.reassign') }],
      },
      {
        ...{ ...row, key: 'row-bounced', what: say('desk.act.sign'), phase, who: say('form.person.name') },
        reached: { status: 'bounced', words: say('desk.reached.bounced', { date }), told: '550' },
      },
    ],
    rail: (['compiling', 'validating', 'inReview', 'formalSignOff', 'accepted'] as const).map((each, index) => ({
      ...{ label: phaseWord(words, each), isDone: index < 2, isHere: index === 2 },
      ...(index < 2 ? { on: date } : {}),
    })),
    money: [
      {
        ...{ title: row.title, engagement: row.engagement, at: '#money', pdf: '#money', certificate: 'C1' },
        ...{ since: date, amount: words.money('85000.00', 'EUR'), why: [say('form.plan.amountHint')] },
      },
    ],
    bars: barsOf(say('desk.forecast.stages'), [
      { label: phase, said: '3', parts: [2, 1] },
      { label: phaseWord(words, 'inReview'), said: '5', parts: [1, 1, 2, 1] },
    ]),
    course: [
      {
        ...{ phase, names: say('form.person.name'), isAsked: true, from: date, until: date, reminders: date },
        group: say('form.course.group', { name: say('form.person.client'), needed: '1', of: '2' }),
      },
    ],
    digest: zero,
  };
}

function fieldsOf(words: Words): FormPart[] {
  const { say } = words;
  const file = (name: string) => ({ documentId: name, fileName: `${name}.pdf`, mediaType: 'application/pdf' });
  const about = say('documents.about', { size: sizeWords(48_000, words), date: words.date('2030-03-29') });
  const documents: ShownDocuments = {
    kept: [{ ...file('one'), sizeBytes: 1, size: sizeWords(48_000, words), sha256: zero }],
    offered: ['two', 'three'].map((name) => ({ ...file(name), about, isChosen: name === 'two' })),
    hasMore: true,
  };
  const options = ['one', 'two'].map((value, index) => ({
    value,
    label: `${say('form.plan.deliverable')} ${index + 1}`,
  }));
  const fields: FormField[] = [
    { name: 'usual', kind: 'line', label: 'form.plan.title' },
    { name: 'hinted', kind: 'line', label: 'form.plan.amount', hint: 'form.plan.amountHint', isShort: true },
    { name: 'optional', kind: 'date', label: 'form.plan.dueOn', isOptional: true, isShort: true },
    { name: 'wrong.line', kind: 'line', label: 'form.person.name' },
    { name: 'wrong.choice', kind: 'choice', label: 'form.plan.quorum', options, isShort: true },
    { name: 'long', kind: 'text', label: 'form.plan.nextScope' },
    { name: 'someIds', kind: 'several', label: 'form.plan.reviewers', options },
    { name: 'documentIds', kind: 'files', label: 'act.documentIds', hint: 'act.documentIdsHint', documents },
    { name: 'of.signers', kind: 'signers', label: 'form.plan.signers', hint: 'form.plan.signersHint', options },
  ];
  return [
    { id: 'fields', legend: 'form.plan.what', says: 'form.plan.says', fields },
    {
      id: 'folded',
      legend: 'form.plan.more',
      isFolded: true,
      fields: fields.slice(0, 1).map((each) => ({ ...each, name: 'in' })),
    },
  ];
}
