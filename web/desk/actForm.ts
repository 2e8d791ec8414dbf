// What a form of an act is: its fields, when it is offered, and how it reads as a command. Rules nothing.
import type { CommandName } from '../../domain/commands.ts';
import type { Milestone } from '../../domain/milestone.ts';
import type { MessageKey } from '../../mail/messages/words.ts';
import type { DecisionForm } from '../postedForm.ts';

export type FieldKind =
  | 'line'
  | 'text'
  | 'date'
  | 'instant'
  | 'number'
  | 'person'
  | 'people'
  | 'deliverables'
  | 'deputyship'
  | 'stop'
  | 'choice'
  /** Documents that show something else than the package does: uploaded with the form, or there already. */
  | 'files'
  | 'hidden';

export interface ActField {
  name: string;
  kind: FieldKind;
  label: MessageKey;
  hint?: MessageKey;
  isOptional?: true;
  /** Of a choice. */
  options?: readonly { value: string; label: MessageKey }[];
  /** Of a person: who may be chosen. */
  among?: 'firm' | 'all' | 'assignees';
}

export const filesFieldOf = ({ fields }: Pick<ActForm, 'fields'>): ActField | undefined =>
  fields.find(({ kind }) => kind === 'files');

export interface ActForm {
  command: CommandName;
  fields: readonly ActField[];
  /** Whether the page of a milestone offers it as it stands; whether it would be taken, its rule says. */
  isOffered(milestone: Milestone): boolean;
  /** The fields of the command. */
  read(form: DecisionForm, milestone: Milestone): object;
}
