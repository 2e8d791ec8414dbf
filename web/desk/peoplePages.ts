// Adding somebody to the people of an engagement; whoever is there already is corrected on the page of a milestone.
import { getEngagement } from '../../api/http/lookUps.ts';
import { personIdIn } from '../../domain/access/holders.ts';
import { personFields, plainId, spokenLanguages } from './engagementForm.ts';
import { engagementHref, engagementPath } from './engagementHref.ts';
import { operationPages } from './forms/operationPage.ts';
import type { PageRoute } from './pageRoute.ts';

export const peoplePages: readonly PageRoute[] = operationPages([
  {
    ...{
      path: `${engagementPath}/new-person`,
      operation: 'addEngagementPerson',
      right: 'oversee',
      audited: 'engagement',
    },
    ...{ title: 'form.person.add', says: 'form.person.addSays', act: 'form.engagement.addPerson' },
    async setting({ db }, { params, words }) {
      const { engagementId, name } = await getEngagement(db, params.engagementId ?? '');
      const fields = personFields(words, spokenLanguages(words))
        .filter((each) => each.name !== 'role' && each.kind !== 'hidden')
        .map((each) => ({ ...each, name: `person.${each.name}` }));
      const reason = { name: 'reason', kind: 'text', label: 'form.reason' } as const;
      return {
        ...{ crumb: name, crumbAt: engagementHref(engagementId) },
        parts: [{ id: 'person', legend: 'form.engagement.person', fields: [...fields, reason] }],
      };
    },
    body(body, { access, params: { engagementId = '' } }) {
      const person = body.person as { name?: string } | undefined;
      const personId = plainId(person?.name ?? '') || undefined;
      return {
        ...body,
        personId: personIdIn(access.holder, engagementId),
        person: { ...(personId ? { personId } : {}), ...person },
      };
    },
    after: (_answer, _call, { crumbAt }) => `${crumbAt}?done=person`,
  },
]);
