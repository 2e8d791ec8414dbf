// What is said of the address of a command. Types only.
import type { CommandName } from '../domain/commands.ts';
import type { Role } from '../domain/people/people.ts';
import type { ErrorCode } from './http/problems.ts';

export interface CommandRoute {
  /** Below the milestone's address; names in braces are fields of the command. */
  path: string;
  command: CommandName;
  role: Role;
  summary: string;
  /** What this command alone is refused with. */
  problems: readonly ErrorCode[];
}

export type Address = Omit<CommandRoute, 'command'>;
