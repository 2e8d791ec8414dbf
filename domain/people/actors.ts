// Whose word a message is: nobody outside acts as the system.
import type { Command } from '../commands.ts';
import { SignOffError } from '../errors.ts';

const reportedByMail: readonly string[] = ['reportUndeliverable', 'reportAbsence'];

/** That the system is who acts is vouched for like anything else: of what was sent in Temporal, none says so. */
export function assertNotImpersonatingSystem({ name, actor }: Command, isOwn: boolean): void {
  const isSystem = actor.authentication.method === 'system';
  if (isOwn || (isSystem && reportedByMail.includes(name))) return;
  if (reportedByMail.includes(name))
    throw new SignOffError('WRONG_ACTOR', 'What became of a mail is reported by what sends and reads the mail alone.', {
      field: 'actor.authentication.method',
    });
  if (!isSystem && actor.role !== 'system') return;
  throw new SignOffError(
    'WRONG_ACTOR',
    'Nobody acts as the system; name the person who acts and how they were authenticated.',
    {
      field: 'actor.authentication.method',
    },
  );
}
