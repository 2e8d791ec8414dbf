// What is another in a plan, term by term, in the words and figures of the plan itself: for whoever is asked, is told, or reads the certificate.
import { needed } from '../people/quorum.ts';
import { nameOf, type Milestone } from '../milestone.ts';
import type { MilestonePlan } from '../terms/plan.ts';
import type { ChangedTerm } from './amendment.ts';
import type { AmendableField } from './planChanges.ts';
import { changedFields } from './consequences.ts';

/** As shown: of a list by what tells its items apart, of anything else under ''. */
type Shown = Map<string, string>;
type Show = (plan: MilestonePlan, name: (id: string) => string) => [about: string, shown: string][];

const single = (shown: string | undefined): [string, string][] => (shown === undefined ? [] : [['', shown]]);

const groupOf = (
  { name, quorum }: { name: string; quorum: Parameters<typeof needed>[0] },
  members: readonly string[],
): [string, string] => [name, `${needed(quorum, members.length)}/${members.length}: ${members.join(', ')}`];

const shown: { readonly [F in AmendableField]: Show } = {
  title: ({ title }) => single(title),
  deliverables: ({ deliverables }, name) =>
    deliverables.map(({ deliverableId, title, isRequired, authorIds }) => [
      deliverableId,
      [title, ...(isRequired ? [] : ['optional']), ...authorIds.map(name)].join(' · '),
    ]),
  requirements: ({ requirements }) =>
    requirements.map(({ requirementId, text, isMandatory, standard, acceptableQualityLevel, method }) => [
      requirementId,
      [text, ...(isMandatory ? [] : ['optional']), standard, acceptableQualityLevel, method]
        .filter(Boolean)
        .join(' · '),
    ]),
  qualityStandards: ({ qualityStandards }) => qualityStandards.map((each) => [each, each]),
  expectedQualityReviews: ({ expectedQualityReviews }) => expectedQualityReviews.map((each) => [each, each]),
  validators: ({ validators }, name) => [groupOf(validators, validators.memberIds.map(name))],
  reviewGroups: ({ reviewGroups }, name) => reviewGroups.map((each) => groupOf(each, each.memberIds.map(name))),
  approvalAuthorityList: ({ approvalAuthorityList }, name) =>
    approvalAuthorityList.map((each) => {
      const line = ({ personId, limit }: (typeof each.members)[number]) =>
        limit === undefined ? name(personId) : `${name(personId)} ≤ ${limit}`;
      const [about, members] = groupOf(each, each.members.map(line));
      return [about, [members, ...(each.delegates ?? []).map((one) => `(${line(one)})`)].join(' ')];
    }),
  observerIds: ({ observerIds = [] }, name) => observerIds.map((id) => [name(id), name(id)]),
  value: ({ value }) => single(`${value.amount} ${value.currency}`),
  dueOn: ({ dueOn }) => single(dueOn),
  nextPhase: ({ nextPhase }) => single(`${nextPhase.name}: ${nextPhase.scope}`),
};

/** What an item is called by beyond its position can repeat; then it is counted. */
function byName(items: readonly [string, string][]): Shown {
  const found: Shown = new Map();
  for (const [about, text] of items) {
    let key = about;
    for (let count = 2; found.has(key); count += 1) key = `${about} (${count})`;
    found.set(key, text);
  }
  return found;
}

export function changedTerms(milestone: Milestone, after: MilestonePlan): ChangedTerm[] {
  const name = (id: string) => nameOf(milestone, id);
  return changedFields(milestone.plan, after).flatMap((field) => {
    const [before, now] = [milestone.plan, after].map((plan) => byName(shown[field](plan, name))) as [Shown, Shown];
    const keys = [...new Set([...before.keys(), ...now.keys()])].filter((key) => before.get(key) !== now.get(key));
    const terms = keys.map((key): ChangedTerm => {
      const [was, is] = [before.get(key), now.get(key)];
      return {
        field,
        ...(key === '' ? {} : { about: key }),
        ...(was === undefined ? {} : { was }),
        ...(is === undefined ? {} : { is }),
      };
    });
    // Another order, or a figure that is not shown: it is said that it changed.
    return terms.length > 0 ? terms : [{ field }];
  });
}
