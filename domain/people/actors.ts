// Whose word a message is: nobody outside acts as the system.
import type { Command } from '../commands.ts';
import { SignOffError } from '../errors.ts';

export function assertNotImpersonatingSystem({ name, actor }: Command, isOwn: boolean): void {
  if (isOwn || name === 'reportUndeliverable' || name === 'reportAbsence') return;
  if (actor.authentication.method !== 'system' && actor.role !== 'system') return;
  throw new SignOffError(
    'WRONG_ACTOR',
    'Nobody acts as the system; name the person who acts and how they were authenticated.',
    {
      field: 'actor.authentication.method',
    },
  );
}
