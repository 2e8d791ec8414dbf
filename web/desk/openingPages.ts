// Where an administrator says which engagement is to be opened in an emergency; the page on which it is opened is one of administration.
import { mayHere } from './ask.ts';
import { formPage, type FormPage } from './forms/formPage.ts';
import type { FormField } from './forms/model.ts';
import type { Link } from './lists.ts';
import type { PageCall, PageRoute } from './pageRoute.ts';

const home = '/desk/administration';
const opening = `${home}/open`;
const whichEngagement: FormField = { name: 'engagementId', kind: 'line', label: 'admin.engagementId' };

/** Whoever opens one in an emergency has no list of them to choose from: they know which it is. */
function askWhich({ words: { say } }: PageCall): Pick<FormPage, 'title' | 'says' | 'act' | 'action'> {
  return {
    ...{ title: say('admin.openEngagement'), says: say('admin.openEngagement.says') },
    ...{ act: say('admin.openEngagement.which'), action: opening },
  };
}

export const openingPages: readonly PageRoute[] = [
  {
    ...{ method: 'get', path: opening, name: 'openEngagement.which', right: 'breakGlass' },
    audited: { as: 'recordRead', on: 'service' },
    handle: async (_deps, call) => {
      const parts = [{ id: 'which', legend: 'records.details', fields: [whichEngagement] } as const];
      const back = { crumb: call.words.say('desk.nav.administration'), crumbAt: home };
      return formPage({ ...askWhich(call), ...back }, parts, { form: {}, isNew: true }, call.words);
    },
  },
  {
    ...{ method: 'post', path: opening, name: 'openEngagement.chosen', right: 'breakGlass' },
    audited: { as: 'nothing', on: 'service' },
    handle: async (_deps, { form: { engagementId = '' } }) => ({
      goTo: engagementId === '' ? opening : `${home}/engagements/${encodeURIComponent(engagementId)}/open`,
    }),
  },
];

export const openingLink = (call: PageCall): Link | undefined =>
  mayHere(call, 'breakGlass') ? { href: opening, label: call.words.say('admin.openEngagement') } : undefined;
