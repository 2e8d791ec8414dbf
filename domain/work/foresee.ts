// What a message would do if it were sent now: ruled on like any other, and thrown away. Changes and records nothing.
import { handleMessage, type Circumstances } from '../decide.ts';
import type { CommandName } from '../commands.ts';
import type { SignOffErrorCode } from '../errors.ts';
import type { EventType } from '../events.ts';
import { evolve } from '../evolve.ts';
import type { Milestone, Phase } from '../milestone.ts';
import type { NotificationKind } from '../requests/notificationKinds.ts';
import { notificationsFor } from '../requests/notifications.ts';

export interface Refused {
  code: SignOffErrorCode;
  message: string;
  field?: string;
  details: readonly string[];
}

export interface Foreseen {
  refused?: Refused;
  phase: Phase;
  events: EventType[];
  /** Whom it mails, each once, with what. */
  told: { personId: string; kinds: NotificationKind[] }[];
}

/** Taken at an entrance, as it will be; nothing here looks at the signature. */
const asTaken = (command: CommandName, takenAt: string) => ({
  ...({ keyId: '0'.repeat(16), entrance: 'page', takenAt, signature: '' } as const),
  ...{ command, contentSha256: '', actorSha256: '' },
});

export function foresee(
  milestone: Milestone,
  name: CommandName,
  message: object,
  circumstances: Pick<Circumstances, 'now' | 'assembled' | 'found'>,
): Foreseen {
  const voucher = asTaken(name, circumstances.now);
  const result = handleMessage(milestone, name, message, { ...circumstances, voucher });
  const told = new Map<string, NotificationKind[]>();
  let state = milestone;
  for (const event of result.events) {
    state = evolve(state, event);
    for (const { kind, recipientId } of notificationsFor(state, event))
      told.set(recipientId, [...(told.get(recipientId) ?? []), kind]);
  }
  return {
    ...(result.refused ? { refused: result.refused } : {}),
    phase: result.milestone.stage.phase,
    events: result.events.map((each) => each.type),
    told: [...told].map(([personId, kinds]) => ({ personId, kinds: [...new Set(kinds)] })),
  };
}
