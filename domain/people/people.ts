// Who acts and how they proved it; every command and event carries an Actor from here.
import { z } from 'zod';
import { passkeyAssertion } from './passkeys.ts';
import { timeZone } from '../time/businessCalendar.ts';
import { language } from '../terms/language.ts';
import { anyText, line, nameOfSomebody } from '../terms/text.ts';

export const personId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,63}$/i, 'use letters, digits, dot, dash or underscore');

/** As people write it, for people to dial: with its country (ITU-T E.164: at most fifteen digits), blanks and signs between digits. */
const phone = z
  .string()
  .trim()
  .max(40)
  .regex(/^\+[1-9](?:[ ./()-]{0,2}\d){6,14}$/u, 'write it with its country code, as in "+49 30 23125 101"');

/** A natural person of an engagement, or a mailbox that several of them read. `party` says for whom the person acts. */
export const person = z.object({
  personId,
  name: nameOfSomebody,
  email: z.email().max(254),
  party: z.enum(['firm', 'client']),
  capacity: line(200).describe('job title or office, as it appears on the certificate'),
  sharedMailbox: z
    .boolean()
    .optional()
    .describe('whether several people read this address: it is told and asked for evidence, and decides nothing'),
  timeZone: timeZone.optional().describe('IANA zone for what this person reads; the contract’s zone by default'),
  phone: phone.optional().describe('for questions, with its country code; the manager’s stands in the mails to others'),
  language: language.optional().describe('of mails, pages and what this person signs; the contract’s by default'),
  lastDayOn: z.iso
    .date()
    .optional()
    .describe('on which the person is still there; from the next day on nothing is asked of them'),
});
export type Person = z.infer<typeof person>;

/** What of a person can be corrected, as a JSON Merge Patch: what is left out stays, null takes away. */
export const personChanges = z
  .object({
    ...person.pick({ name: true, email: true, capacity: true }).partial().shape,
    timeZone: timeZone.nullish().describe('null: that of the contract'),
    phone: phone.nullish().describe('null: none'),
    language: language.nullish().describe('null: that of the contract'),
    lastDayOn: z.iso.date().nullish().describe('the last day; null: the person stays, or is back'),
  })
  .describe('what is left out stays as it is');
export type PersonChanges = z.infer<typeof personChanges>;

export const role = z.enum([
  'engagementManager',
  'engagementSponsor',
  'validator',
  'stakeholder',
  'approver',
  'exceptionVerifier',
  'administrator',
  'system',
]);
export type Role = z.infer<typeof role>;

/** How the actor was authenticated, as the entrance that took the message observed it. */
export const authentication = z.discriminatedUnion('method', [
  z.object({ method: z.literal('apiKey'), keyId: anyText(100) }),
  z.object({
    method: z.literal('requestLink'),
    requestId: anyText(200),
    ipAddress: anyText(64).optional(),
    userAgent: anyText(400).optional(),
    codeConfirmedAt: z.iso.datetime().optional().describe('when a code sent by e-mail was entered, where one was'),
    passkey: passkeyAssertion.optional().describe('with which the decision was confirmed, where one was'),
  }),
  z
    .object({
      method: z.literal('session'),
      issuer: anyText(500),
      subject: anyText(255).describe('who they are at that issuer'),
      sessionId: anyText(100),
      authenticatedAt: z.iso.datetime().describe('when they proved to the issuer who they are'),
      requestId: anyText(200).optional().describe('the request they answered on its page'),
      ipAddress: anyText(64).optional(),
      userAgent: anyText(400).optional(),
      passkey: passkeyAssertion.optional().describe('with which the decision was confirmed, where one was'),
    })
    .describe('signed in at the firm’s identity provider'),
  z
    .object({
      method: z.literal('emailReply'),
      requestId: anyText(200),
      messageSha256: z.string().regex(/^[0-9a-f]{64}$/, 'use the SHA-256 in lower-case hexadecimal'),
      messageIdHeader: anyText(400),
      fromAddress: anyText(254),
      dkimDomain: anyText(253).min(1),
      dmarc: z.literal('pass').describe('aligned, computed from the raw message when it arrived'),
    })
    .describe('answered the request by e-mail; the raw message is kept under its SHA-256'),
  z
    .object({
      method: z.literal('temporalMessage'),
      encodedBy: z
        .object({ name: anyText(200), email: anyText(254) })
        .optional()
        .describe('who was signed in at the codec server that encoded the message, where it came from the Temporal UI'),
    })
    .describe('sent with Temporal UI, CLI or SDK access'),
  z.object({ method: z.literal('system') }),
]);
export type Authentication = z.infer<typeof authentication>;

/** Who acts, in what role, authenticated how. */
export const actor = z.object({ personId, role, authentication });
export type Actor = z.infer<typeof actor>;
/** Who did something, and how they were authenticated, where nothing follows from the role they did it in and none is asked. */
export type Authenticated = Omit<Actor, 'role'>;

export const systemActor: Actor = { personId: 'system', role: 'system', authentication: { method: 'system' } };

/** Reports what became of a mail, or what came in instead of a decision. */
export const mailActor: Actor = { ...systemActor, personId: 'mail' };
