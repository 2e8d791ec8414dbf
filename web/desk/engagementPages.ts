// Where something new begins, the form of a new engagement, and the page of one: its milestones and its people.
import { randomUUID } from 'node:crypto';
import { perform } from '../../api/http/operations.ts';
import { getEngagement } from '../../api/http/lookUps.ts';
import { findTemplate, listTemplates } from '../../api/http/templates.ts';
import type { Database } from '../../db/database.ts';
import { listEngagements, findEngagement } from '../../db/engagements.ts';
import { inEngagement, inScope } from '../../db/inScope.ts';
import { listMilestones } from '../../db/milestones.ts';
import { mayAnywhere, mayIn, scopeWith } from '../../domain/access/holders.ts';
import type { Engagement } from '../../domain/terms/engagement.ts';
import type { Words } from '../../mail/messages/words.ts';
import type { DecisionForm } from '../postedForm.ts';
import { milestoneHref } from './actPages.ts';
import { draftOf, dropDraft, keepAsDraft } from './drafts.ts';
import { engagementHref, engagementPath, newEngagementPath } from './engagementHref.ts';
import { engagementBody, engagementParts, firstPeople } from './engagementForm.ts';
import { formPage, isOnlyRows, refusalIn } from './forms/formPage.ts';
import { bodyOf, formFrom, tidied, type FieldOption } from './forms/model.ts';
import type { FormGiven } from './forms/view.ts';
import type { PageCall, PageDependencies, PageRoute, Shown } from './pageRoute.ts';
import { phaseWord } from './phaseWords.ts';
import { termsView } from './termsPages.ts';
import { keepFromForm, offers, templateOffers } from './templateForms.ts';

const path = newEngagementPath;
const asksRegister = { right: 'registerEngagements', asks: 'registerEngagement' } as const;
/** More to choose from is no help. */
const offered = 200;

export const engagementPages: readonly PageRoute[] = [
  {
    ...{ method: 'get', path: '/desk/new', name: 'new', right: 'none', audited: { as: 'recordRead', on: 'service' } },
    handle: ({ pool }, call) => newPage(pool, call),
  },
  {
    ...{ method: 'get', path, name: 'registerEngagement.form', right: 'registerEngagements' },
    audited: { as: 'recordRead', on: 'service' },
    async handle(deps, call) {
      const draft = await draftOf(deps, call, 'engagement');
      if (draft) return registering(deps, call, { form: draft });
      const { from } = call.query;
      if (!from) return registering(deps, call, { form: firstPeople(call.open.session), isNew: true });
      const parts = engagementParts(call.words);
      const terms = await termsOf(deps, call, from);
      if (terms) {
        const form = { ...formFrom(parts, { contract: terms }), ...firstPeople(call.open.session), from };
        return registering(deps, call, { form, isNew: false });
      }
      const earlier = await earlierOf(deps, call, from);
      return registering(deps, call, { form: { ...copied(parts, earlier), from }, isNew: false });
    },
  },
  {
    ...{ method: 'post', path, name: 'registerEngagement.act', ...asksRegister },
    audited: { as: 'administered', on: 'service' },
    handle: (deps, call) => register(deps, call),
  },
  {
    ...{ method: 'get', path: engagementPath, name: 'engagement', right: 'readMilestones' },
    audited: { as: 'recordRead', on: 'engagement' },
    handle: (deps, call) => engagementPage(deps, call),
  },
];

/** As options of a form, for who may see that there are people and no more of them. */
export const peopleOf = async (db: Database, engagementId: string): Promise<FieldOption[]> =>
  (await getEngagement(db, engagementId)).people.map(({ personId, name }) => ({ value: personId, label: name }));

async function newPage(pool: PageDependencies['pool'], { access, words }: PageCall): Promise<Shown> {
  const scope = scopeWith(access.holder, 'runMilestones');
  const managed = await listEngagements(inScope(pool, scope), scope, { limit: offered });
  return {
    page: 'deskNew',
    values: {
      title: words.say('desk.nav.new'),
      mayRegister: mayAnywhere(access.holder, 'registerEngagements'),
      registerAt: path,
      templatesAt: mayAnywhere(access.holder, 'registerEngagements') ? '/desk/templates' : undefined,
      engagements: managed.items.map(({ engagementId, name }) => ({
        ...{ name, at: engagementHref(engagementId), newAt: `${engagementHref(engagementId)}/new-milestone` },
      })),
    },
  };
}

/** An engagement whose terms are copied, where they are somebody’s to read. */
async function earlierOf({ pool }: PageDependencies, { access }: PageCall, engagementId: string): Promise<Engagement> {
  const found = mayIn(access.holder, 'readMilestones', engagementId)
    ? await findEngagement(inEngagement(pool, engagementId), engagementId)
    : undefined;
  return found ?? getEngagement(inScope(pool, []), engagementId);
}

/** Its terms and people, under a name of its own. */
function copied(parts: ReturnType<typeof engagementParts>, from: Engagement): DecisionForm {
  const { name: _name, startsOn: _on, ...rest } = from;
  const role = ({ personId }: { personId: string }): string =>
    personId === from.engagementManagerId ? 'manager' : personId === from.engagementSponsorId ? 'sponsor' : '';
  return formFrom(parts, { ...rest, people: from.people.map((each) => ({ ...each, role: role(each) })) });
}

/** Of a template. */
async function termsOf({ pool }: PageDependencies, { access, words }: PageCall, from: string) {
  const found = await findTemplate(pool, access, words, from);
  return found?.kind === 'terms' ? found.content : undefined;
}

async function registering(
  deps: PageDependencies,
  call: PageCall,
  given: FormGiven & { done?: string | undefined },
): Promise<Shown> {
  const { words, access } = call;
  const scope = scopeWith(access.holder, 'readMilestones');
  const [earlier, templates] = await Promise.all([
    listEngagements(inScope(deps.pool, scope), scope, { limit: offered }),
    listTemplates(deps.pool, access, words, 'terms'),
  ]);
  return formPage(
    {
      title: words.say('form.engagement.title'),
      says: words.say('form.engagement.says'),
      ...{ action: path, act: words.say('form.engagement.act'), finishHint: words.say('form.engagement.actHint') },
      ...{
        keeps: true,
        done: given.done,
        templateKinds: [{ value: 'terms', label: words.say('template.kind.terms') }],
      },
      copies: offers(
        [
          {
            label: words.say('form.engagement.earlier'),
            options: earlier.items.map(({ engagementId, name }) => ({ value: engagementId, label: name })),
          },
          ...templateOffers(templates, words, 'form.engagement.examples'),
        ],
        given.form.from,
      ),
    },
    engagementParts(words),
    given,
    words,
  );
}

async function register(deps: PageDependencies, call: PageCall): Promise<Shown> {
  const parts = engagementParts(call.words);
  const form = tidied({ ...call.form, formId: call.form.formId ?? randomUUID() }, parts);
  if (isOnlyRows(form)) return registering(deps, call, { form });
  const say = call.words.say;
  if (form.step === 'keep') {
    await keepAsDraft(deps, { ...call, form }, 'engagement');
    return registering(deps, call, { form, done: say('draft.done') });
  }
  if (form.step === 'template') {
    const contract = bodyOf(parts, form, await baseOf(deps, call, form)).contract as object;
    const { refusal } = await keepFromForm(deps, call, { terms: withoutNumber(contract) });
    return registering(deps, call, { form, refusal, done: refusal ? undefined : say('template.done') });
  }
  const base = await baseOf(deps, call, form);
  const body = engagementBody(parts, form, base);
  try {
    const { params, access: key, request, response } = call;
    await perform(deps.operations('registerEngagement'), deps, { params, body, key, request, response });
    await dropDraft(deps, { ...call, form });
    return { goTo: `${engagementHref(String(body.engagementId))}?done=registered` };
  } catch (error) {
    return registering(deps, call, { form, refusal: refusalIn(error) });
  }
}

/** What the form does not show, of the engagement or the template that it began from. */
async function baseOf(deps: PageDependencies, call: PageCall, { from }: DecisionForm): Promise<object> {
  if (!from) return {};
  const contract = await termsOf(deps, call, from);
  return contract ? { contract } : withoutPeople(await earlierOf(deps, call, from));
}

function withoutNumber(contract: object): object {
  const {
    reference: _number,
    statementOfWork: _work,
    changeOrders: _orders,
    ...terms
  } = contract as Engagement['contract'];
  return terms;
}

/** What a new engagement takes over of another that its form does not show. */
function withoutPeople({ contract, letterhead }: Engagement): object {
  const { pinnedHolidays: _then, ...calendar } = contract.calendar;
  const { grantedBy: _people, ...concessions } = contract.concessions;
  return { ...(letterhead ? { letterhead } : {}), contract: { ...contract, calendar, concessions } };
}

async function engagementPage(deps: PageDependencies, call: PageCall): Promise<Shown> {
  const { db } = deps;
  const { params, access, words, query } = call;
  const engagement = await getEngagement(db, params.engagementId ?? '');
  const { engagementId, name, client, firm, contract, people, engagementManagerId, engagementSponsorId } = engagement;
  const may = (right: 'runMilestones' | 'oversee' | 'registerEngagements'): boolean =>
    mayIn(access.holder, right, engagementId);
  const milestones = await listMilestones(db, { scope: [engagementId], page: { limit: offered }, engagementId });
  const at = engagementHref(engagementId);
  return {
    page: 'deskEngagement',
    values: {
      ...{ title: name, client, firm, at, engagementId },
      ...{ reference: contract.reference, statementOfWork: contract.statementOfWork },
      done: doneWords(query.done, words),
      terms: await termsView(deps, call, engagement),
      ...(may('runMilestones') ? { newAt: `${at}/new-milestone` } : {}),
      ...(may('oversee') ? { addAt: `${at}/new-person` } : {}),
      ...(may('registerEngagements')
        ? { templateAt: `/desk/templates/new?fromEngagementId=${encodeURIComponent(engagementId)}` }
        : {}),
      milestones: milestones.items.map(({ milestoneId, title, phase }) => ({
        ...{ title, at: milestoneHref(milestoneId), phase: phaseWord(words, phase) },
      })),
      people: people.map((each) => ({
        ...each,
        party: each.party === 'client' ? client : firm,
        role:
          each.personId === engagementManagerId
            ? words.say('form.person.manager')
            : each.personId === engagementSponsorId
              ? words.say('form.person.sponsor')
              : undefined,
      })),
    },
  };
}

function doneWords(done: string | undefined, { say }: Words): string | undefined {
  if (done === 'registered') return say('form.engagement.done');
  if (done === 'terms') return say('terms.done');
  return done === 'person' ? say('form.person.done') : undefined;
}
