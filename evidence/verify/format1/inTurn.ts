// Whether a decision in a record of format 1 was asked for when it was given, and in which words. Frozen: see docs/recordFormat.md.
import { assignees, type PassedOn } from './authority.ts';
import { listedFor } from './groups.ts';
import { isSameName } from './names.ts';
import type { Parties } from './parties.ts';
import type { Decision, Terms, Told } from './sufficiencyShapes.ts';
import { phaseWords } from './turns.ts';

/** What was decided in which phase. */
const duties: Record<string, [did: string, phase: string]> = {
  validation: ['validated', 'validating'],
  review: ['reviewed', 'inReview'],
  signature: ['signed', 'formalSignOff'],
};

const says = (isBroken: boolean, sentence: string): string[] => (isBroken ? [sentence] : []);

/** In its phase, of a group that was asked, and for whom the duty was passed on so. */
export function whyNotInTurn(
  { plan }: Terms,
  parties: Parties,
  { personId, onBehalfOf }: Decision,
  at: { duty: string; phase: string; openGroup: number; delegations: readonly PassedOn[] },
): string[] {
  const { duty, phase, openGroup, delegations } = at;
  const [did = '', due = ''] = duties[duty] ?? [];
  const W = parties.who(personId);
  const places = listedFor(plan, duty).flatMap((ids, index) =>
    assignees(delegations, duty, ids).includes(personId) ? [index] : [],
  );
  const standing = new Map(delegations.filter((each) => each.duty === duty).map((each) => [each.memberId, each]));
  const member = [...standing.values()].find((each) => each.toPersonId === personId && each.memberId !== personId);
  return [
    ...says(phase !== due, `${W} ${did} in ${phaseWords[phase]}, not in ${phaseWords[due]}`),
    ...says(
      duty !== 'validation' && places.length > 0 && !places.some((index) => index <= openGroup),
      `${W} ${did} before the group before was at quorum`,
    ),
    ...says(member?.memberId !== onBehalfOf, `${W} ${did} for somebody for whom it was not passed on so`),
  ];
}

/** Under the name on the list, and to the statement of the contract. */
export function whyNotAttested(
  { engagement }: Terms,
  parties: Parties,
  { personId, typedName, statementVersion, statementLanguage }: Told['signature'],
): string[] {
  const { version, language, translations } = engagement.contract.signOffStatement;
  const W = parties.who(personId);
  return [
    ...says(
      !isSameName(typedName, parties.find(personId)?.name ?? ''),
      `${W} signed under another name, “${typedName}”`,
    ),
    ...says(
      statementVersion !== version,
      `${W} signed statement version “${statementVersion}”; that of the contract is “${version}”`,
    ),
    ...says(
      statementLanguage !== undefined &&
        statementLanguage !== language &&
        !Object.hasOwn(translations, statementLanguage),
      `${W} signed the statement in “${statementLanguage ?? ''}”, in which the contract does not have it`,
    ),
  ];
}
