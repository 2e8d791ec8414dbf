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

/** As many of a kind as are wanted, each by the same fields; a row in which nothing was typed is none. */
export interface ActRows {
  /** Its rows are named by it: `deliverables.0`. */
  id: string;
  legend: MessageKey;
  says: MessageKey;
  add: MessageKey;
  of: MessageKey;
  fields: readonly ActField[];
  /** What there is of the kind by now, to choose from. */
  known(milestone: Milestone): readonly { id: string; text: string }[];
}

/** What keeps a form from being read; with nothing to say, the field is empty that has to be filled in. */
export interface ActFault {
  field: string;
  says?: MessageKey;
}

export interface ActForm {
  command: CommandName;
  fields: readonly ActField[];
  rows?: readonly ActRows[];
  /** What of its rows cannot be meant, before any rule is asked. */
  faultIn?(form: DecisionForm, milestone: Milestone): ActFault | undefined;
  /** Whether the page of a milestone offers it as it stands; whether it would be taken, its rule says. */
  isOffered(milestone: Milestone): boolean;
  /** The fields of the command. */
  read(form: DecisionForm, milestone: Milestone): object;
}
