// What the route table says of the address a request is for, noted on its response before anything can refuse it.
import type { Request, Response } from 'express';
import type { Right } from '../../domain/access/rights.ts';

/** What the audit log is told of a request: of an act, and of what was refused, on whose chain; what was read is on its key's. */
export interface Audited {
  /** `nothing`: what is of no engagement: health, the log's own proofs, the profiles of registers. */
  as: 'recordRead' | 'administered' | 'nothing';
  /** The milestone or engagement that the path names, or the service. */
  on: 'milestone' | 'engagement' | 'service';
}

export interface Address {
  /** Upper case; HEAD goes with GET. */
  methods: readonly string[];
  audited: Audited;
  /** Undefined for a method that the address does not take. */
  right: Right | 'none' | undefined;
  params: Readonly<Record<string, string>>;
  /** Fields of the answer that are kept nowhere. */
  shownOnce?: readonly string[] | undefined;
}

export function noteAddress(response: Response, address: Address): void {
  response.locals.address = address;
}

/** Undefined for pages, and where there is nothing. */
export const addressOf = (request: Request): Address | undefined => request.res?.locals.address as Address | undefined;

/** What the address names is there for the key of the request, or nothing is named. */
export function noteWithin(response: Response): void {
  response.locals.isWithin = true;
}

export const isWithinOf = (request: Request): boolean => request.res?.locals.isWithin === true;
