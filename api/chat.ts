// Routes of somebody's own address in Slack or Teams: set with a message that tries it, looked at and ended by who is signed in, and by nobody else.
import { z } from 'zod';
import {
  chatAddressOf,
  endChatAddress,
  findChatAddress,
  setChatAddress,
  type SealedChatAddress,
} from '../db/chatAddresses.ts';
import { asJob } from '../db/inScope.ts';
import type { Session } from '../db/sessions.ts';
import { assertChatAddress, chatNotTaken, chatServices } from '../domain/requests/chat.ts';
import { postChat } from '../mail/chat/postChat.ts';
import { languageAsked, wordsIn } from '../mail/messages/words.ts';
import { sealBytes } from '../storage/encryption/sealedBytes.ts';
import type { Access } from './http/holders.ts';
import { HttpProblem } from './http/problems.ts';
import { actOn, readOf, route } from './route.ts';

const chatView = z
  .object({
    isSet: z.boolean().describe('false: notices come by mail alone'),
    service: z.enum(chatServices).optional().describe('where it is told'),
    host: z.string().optional().describe('where the address leads; the address itself is shown to nobody again'),
    setAt: z.string().optional(),
    toldAt: z.string().optional().describe('when a message was last taken there'),
    failed: z
      .object({ at: z.string(), because: z.string().describe('what the service answered, or why nothing was') })
      .optional()
      .describe('when one was last not taken, and why; absent once one was'),
  })
  .meta({ id: 'Chat' });

const newChat = z.strictObject({
  service: z
    .enum(chatServices)
    .describe('an incoming webhook of Slack, or a workflow of Teams that posts what a webhook gets'),
  address: z.string().max(2000).describe('of the webhook, as the service shows it; whoever has it can write there'),
});

const viewOf = (found: SealedChatAddress | undefined): z.infer<typeof chatView> => {
  if (!found) return { isSet: false };
  const { keyId: _key, sealed: _sealed, ...shown } = found;
  return { isSet: true, ...shown };
};

const base = { right: 'runMilestones', tag: 'Work' } as const;

/** Throws RIGHT_MISSING. */
function sessionOf({ session }: Access): Session {
  if (session) return session;
  throw new HttpProblem(
    'RIGHT_MISSING',
    'Chat is told to somebody who is signed in; a system with a key is told by webhooks.',
    'runMilestones',
  );
}

export const chatRoutes = [
  route({
    ...base,
    method: 'get',
    path: '/chat',
    operationId: 'getChat',
    summary: 'Whether your notices are told in your chat as well, and whether they are taken there',
    answer: chatView,
    audited: readOf('service'),
    handle: async ({ pool }, { key }) => viewOf(await findChatAddress(asJob(pool, 'signIn'), sessionOf(key).mailbox)),
  }),
  route({
    ...base,
    method: 'post',
    path: '/chat',
    operationId: 'setChat',
    summary: 'Have what you are mailed as engagement manager told in Slack or Teams as well',
    description:
      'Signed in only. A message is posted there at once to try it, and the address is kept, sealed, only if it was taken; it takes the place of the one before. What is told is the subject of each mail and where on your desk it leads: no reason, no comment, no amount, and no link by which anybody could decide. Only hosts that whoever runs the service has named are told anything (`CHAT_HOSTS`).',
    body: newChat,
    answer: chatView,
    audited: actOn('service'),
    async handle({ pool, dataKeys, settings }, { key: access, body: { service, address }, request }) {
      const { mailbox } = sessionOf(access);
      assertChatAddress(address, settings.chatHosts);
      const text = wordsIn(languageAsked(request.get('accept-language'))).say('chat.test');
      const outcome = await postChat({ service, address }, { text });
      if (outcome.status === 'failed') throw chatNotTaken(outcome.error);
      const dataKey = await dataKeys.installation();
      const setAt = new Date().toISOString();
      const chat = {
        ...{ service, host: new URL(address).hostname, keyId: dataKey.keyId, setAt, toldAt: setAt },
        sealed: sealBytes(dataKey, Buffer.from(address), chatAddressOf(mailbox)),
      };
      await setChatAddress(asJob(pool, 'signIn'), mailbox, chat);
      return viewOf(chat);
    },
  }),
  route({
    ...base,
    method: 'post',
    path: '/chat/end',
    operationId: 'endChat',
    summary: 'Have nothing more told in your chat; the address is forgotten',
    answer: chatView,
    audited: actOn('service'),
    async handle({ pool }, { key }) {
      await endChatAddress(asJob(pool, 'signIn'), sessionOf(key).mailbox);
      return { isSet: false };
    },
  }),
];
