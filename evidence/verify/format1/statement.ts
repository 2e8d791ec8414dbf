// Whether an acceptance in a record of format 1 states what its record comes to. Frozen: see docs/recordFormat.md.
import { scaled } from './authority.ts';
import { isSamePart, type StatedPart } from './parts.ts';
import type { Facts } from './facts.ts';
import type { Certificate } from './shapes.ts';
import type { Exception, Terms, Told } from './sufficiencyShapes.ts';

/** Beside people's own acts: what the firm entered, or silence; undefined where too few agreed by whatever means. */
export type Ground = 'own' | 'entered' | 'silence' | undefined;

interface Found {
  exceptions: readonly Exception[];
  ground: Ground;
  isDetermined: boolean;
  /** `due` with its amount in ten-thousandths; `before` is what parts released before it, in the same. */
  parts: { due: StatedPart | undefined; isPartial: boolean; before: bigint };
}

/** What was entered, or said by silence, is never called an express acceptance. */
export function whyNotStated(
  { plan }: Terms,
  { acceptance: { kind, basis, amountReleased, amountWithheld, part } }: Told,
  { exceptions, ground, isDetermined, parts }: Found,
): string[] {
  const value = scaled(plan.value.amount);
  // After a part, what no certificate accepts yet is not released.
  const withheld = parts.isPartial
    ? value - parts.before - BigInt(parts.due?.amount ?? 0)
    : exceptions.reduce((sum, each) => sum + scaled(each.amountWithheld), 0n);
  const dueKind = parts.isPartial ? 'partial' : exceptions.length > 0 ? 'conditional' : 'acceptance';
  const own = isDetermined ? 'sponsorDetermined' : 'express';
  const due = ground === undefined ? basis : { own, entered: 'entered', silence: 'deemed' }[ground];
  return [
    basis === due ? '' : `the acceptance states the basis “${basis}”; by the record it is “${due}”`,
    kind === dueKind ? '' : `the acceptance states the kind “${kind}”; by the record it is “${dueKind}”`,
    scaled(amountWithheld) === withheld &&
    scaled(amountReleased) + withheld === value &&
    value - withheld >= parts.before
      ? ''
      : `the acceptance releases ${amountReleased}, which the value less its exceptions is not`,
    isSamePart(part, parts.due)
      ? ''
      : 'the acceptance states another part, or another part of the value, than the record comes to',
  ].filter((each) => each !== '');
}

/** Who signed, and for whom the firm entered what a document shows, are those of the record, and nobody is taken for the other. */
export function whyNotCertified(
  { signatories, entered }: Certificate,
  { signatures, entered: entries, packages }: Facts,
): string[] {
  const digest = packages.at(-1)?.digest;
  const signed = signatures
    .filter((each) => !each.isVoid && each.packageDigest === digest)
    .map((each) => each.personId);
  const upheld = entries
    .filter((each) => !each.isVoid && each.packageDigest === digest && each.outcome?.kind === 'upheld')
    .map((each) => each.personId);
  const unsigned = signatories.filter((each) => !signed.includes(each.personId));
  const left = signed.filter((id) => !signatories.some((each) => each.personId === id));
  return [
    ...unsigned.map(({ name }) => `the certificate says that ${name} signed, which the record does not`),
    ...left.map((id) => `the certificate leaves out that “${id}” signed`),
    ...entered
      .filter((each) => !upheld.includes(each.personId))
      .map(({ name }) => `the certificate says that a decision of ${name} was entered, which the record does not`),
  ];
}
