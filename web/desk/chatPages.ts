// The page on which an engagement manager has notices told in Slack or Teams, sees whether they are taken there, and ends it; over the API's own operations.
import { perform } from '../../api/http/operations.ts';
import { chatServices } from '../../domain/requests/chat.ts';
import { ask } from './ask.ts';
import { refusalIn } from './forms/formPage.ts';
import { saidIn } from '../../mail/messages/words.ts';
import type { PageCall, PageDependencies, PageRoute, Shown } from './pageRoute.ts';

const path = '/desk/chat';
const right = 'runMilestones';

interface Chat {
  isSet: boolean;
  service?: (typeof chatServices)[number];
  host?: string;
  setAt?: string;
  toldAt?: string;
  failed?: { at: string; because: string };
}

interface Said {
  done?: string;
  wrong?: string;
  service?: string | undefined;
}

export const chatPages: readonly PageRoute[] = [
  {
    ...{ method: 'get', path, name: 'chat', right, audited: { as: 'recordRead', on: 'service' } },
    handle: (deps, call) => shown(deps, call, {}),
  },
  {
    ...{ method: 'post', path, name: 'setChat', right, asks: 'setChat' },
    audited: { as: 'administered', on: 'service' },
    async handle(deps, call) {
      const { service = '', address = '' } = call.form;
      try {
        await act('setChat', deps, call, { service, address: address.trim() });
      } catch (error) {
        const { message } = refusalIn(error);
        return { ...(await shown(deps, call, { wrong: saidIn(call.words, message), service })), status: 422 };
      }
      return shown(deps, call, { done: call.words.say('chat.set') });
    },
  },
  {
    ...{ method: 'post', path: `${path}/end`, name: 'endChat', right, asks: 'endChat' },
    audited: { as: 'administered', on: 'service' },
    async handle(deps, call) {
      await act('endChat', deps, call, {});
      return { goTo: path };
    },
  },
];

const act = (operation: string, deps: PageDependencies, { access: key, request, response }: PageCall, body: object) =>
  perform(deps.operations(operation), deps, { params: {}, body, key, request, response });

async function shown(deps: PageDependencies, call: PageCall, { service, ...said }: Said): Promise<Shown> {
  const { say, utc } = call.words;
  const chat = (await ask<Chat>(deps, call, 'getChat')) ?? { isSet: false };
  const { service: set = 'slack', host = '', setAt = '', toldAt = '', failed } = chat;
  const chosen = service ?? set;
  return {
    page: 'deskChat',
    values: {
      ...{ title: say('chat.title'), ...said, isSet: chat.isSet },
      services: chatServices.map((each) => ({
        ...{ value: each, label: say(`chat.service.${each}`), isChosen: each === chosen },
      })),
      ...(chat.isSet
        ? {
            stands: say('chat.stands', { service: say(`chat.service.${set}`), host, at: utc(setAt) }),
            told: say('chat.told', { at: utc(toldAt) }),
            ...(failed ? { failed: say('chat.failed', { at: utc(failed.at), because: failed.because }) } : {}),
          }
        : {}),
    },
  };
}
