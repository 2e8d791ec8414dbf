// What can be asked of a milestone because the world changes while it waits; shapes only, no rules. Part of `commands.ts`.
import { z } from 'zod';
import { planChanges } from './amendments/planChanges.ts';
import { deliverableIds, digest, envelope } from './envelope.ts';
import { person, personChanges, personId } from './people/people.ts';
import { key, line, text } from './terms/text.ts';

export const withdrawSignature = z.object({ ...envelope, packageDigest: digest, reason: text(4000) });
export type WithdrawSignature = z.infer<typeof withdrawSignature>;

export const declineToDecide = z.object({
  ...envelope,
  packageDigest: digest,
  reason: text(2000),
  proposedPersonId: personId.optional().describe('whose it is, as far as who was asked knows'),
});
export type DeclineToDecide = z.infer<typeof declineToDecide>;

export const askForInformation = z.object({
  ...envelope,
  packageDigest: digest,
  question: text(4000).describe('what must be known before they can decide'),
});
export type AskForInformation = z.infer<typeof askForInformation>;

export const stopClock = z.object({
  ...envelope,
  reason: text(4000).describe('what has to be there before time runs on'),
  awaits: z.enum(['firm', 'client']).describe('which party must bring it'),
});
export type StopClock = z.infer<typeof stopClock>;

export const resumeClock = z.object({
  ...envelope,
  stopId: key.optional().describe('left out: the only thing that stands still, or everybody’s clock'),
  note: text(4000).describe('what came, or the answer to what was asked'),
});
export type ResumeClock = z.infer<typeof resumeClock>;

export const nudge = z.object({ ...envelope });
export type Nudge = z.infer<typeof nudge>;

export const requestMoreTime = z.object({
  ...envelope,
  newDeadlineOn: z.iso.date().describe('a business day of the contract, after the present deadline'),
  reason: text(2000),
});
export type RequestMoreTime = z.infer<typeof requestMoreTime>;

export const correctPerson = z.object({
  ...envelope,
  ofPersonId: personId.describe('whose details they are'),
  changes: personChanges,
  reason: text(2000),
});
export type CorrectPerson = z.infer<typeof correctPerson>;

export const addPerson = z.object({ ...envelope, person, reason: text(2000) });
export type AddPerson = z.infer<typeof addPerson>;

export const amendPlan = z.object({
  ...envelope,
  changeOrder: line(200).optional().describe('reference of the change order, e.g. "CO-3"'),
  changes: planChanges,
  planVersion: z
    .int()
    .min(1)
    .optional()
    .describe(
      'of the plan that the changes were made from; refused once it is another, and taken as the present one where it is left out',
    ),
  reason: text(4000),
});
export type AmendPlan = z.infer<typeof amendPlan>;

export const consentToAmendment = z.object({ ...envelope, amendmentId: key });
export type ConsentToAmendment = z.infer<typeof consentToAmendment>;

export const declineAmendment = z.object({ ...envelope, amendmentId: key, reason: text(4000) });
export type DeclineAmendment = z.infer<typeof declineAmendment>;

export const withdrawAmendment = z.object({ ...envelope, amendmentId: key, reason: text(4000) });
export type WithdrawAmendment = z.infer<typeof withdrawAmendment>;

const deputyship = {
  deputyId: personId.describe('who decides instead; never gains authority by it'),
  from: z.iso.date().optional().describe('first day; with `until`, or left out with it'),
  until: z.iso.date().optional().describe('last day; left out: whenever an automatic reply says that they are away'),
  reason: text(2000),
};

export const nameDeputy = z.object({ ...envelope, ...deputyship });
export type NameDeputy = z.infer<typeof nameDeputy>;

export const appointDeputy = z.object({
  ...envelope,
  forPersonId: personId.describe('whose deputy it is'),
  ...deputyship,
});
export type AppointDeputy = z.infer<typeof appointDeputy>;

export const endDeputy = z.object({ ...envelope, deputyshipId: key, reason: text(2000) });
export type EndDeputy = z.infer<typeof endDeputy>;

export const takeBackPackage = z.object({ ...envelope, packageDigest: digest, reason: text(4000) });
export type TakeBackPackage = z.infer<typeof takeBackPackage>;

export const proposeRevocation = z.object({ ...envelope, reason: text(4000) });
export type ProposeRevocation = z.infer<typeof proposeRevocation>;

export const confirmRevocation = z.object({ ...envelope, reasons: text(4000) });
export type ConfirmRevocation = z.infer<typeof confirmRevocation>;

export const declineRevocation = z.object({ ...envelope, reason: text(4000) });
export type DeclineRevocation = z.infer<typeof declineRevocation>;

export const revocationCommands = { proposeRevocation, confirmRevocation, declineRevocation } as const;

export const proposePart = z.object({
  ...envelope,
  packageDigest: digest,
  deliverableIds: deliverableIds.describe('of those in the package that are to be accepted now; not all that is open'),
  restDueOn: z.iso
    .date()
    .optional()
    .describe('until when the rest is to be handed in, a business day; left out, by the contract’s days'),
  reason: text(4000).describe('why these are accepted before the rest'),
});
export type ProposePart = z.infer<typeof proposePart>;

export const withdrawPart = z.object({ ...envelope, partId: key, reason: text(4000) });
export type WithdrawPart = z.infer<typeof withdrawPart>;

export const changeCommands = {
  proposePart,
  withdrawPart,
  takeBackPackage,
  withdrawSignature,
  declineToDecide,
  askForInformation,
  stopClock,
  resumeClock,
  nudge,
  requestMoreTime,
  correctPerson,
  addPerson,
  nameDeputy,
  appointDeputy,
  endDeputy,
  amendPlan,
  consentToAmendment,
  declineAmendment,
  withdrawAmendment,
} as const;
