// Notes of every request what the table of routes says of its address, before anything can refuse it.
import { Router } from 'express';
import type { Right } from '../../domain/access/rights.ts';
import { noteAddress, type Audited } from './address.ts';

export interface Addressed {
  method: string;
  /** With parameters in braces, as OpenAPI writes them. */
  path: string;
  right: Right | 'none';
  audited: Audited;
  shownOnce?: readonly string[];
}

/** In the notation of Express. */
export const expressPath = (path: string): string => path.replace(/\{(\w+)\}/g, ':$1');

/** Goes before everything that can refuse a request, so that the refusal is put on record where it belongs. */
export function addresses(table: readonly Addressed[]): Router {
  const router = Router();
  for (const path of new Set(table.map((each) => each.path))) {
    const here = table.filter((each) => each.path === path);
    const methods = here.map((each) => each.method.toUpperCase());
    router.all(expressPath(path), (request, response, next) => {
      const method = request.method === 'HEAD' ? 'GET' : request.method;
      const own = here.find((each) => each.method.toUpperCase() === method);
      const audited = (own ?? here[0])?.audited;
      const params = { ...(request.params as Record<string, string>) };
      if (audited) noteAddress(response, { methods, audited, right: own?.right, params, shownOnce: own?.shownOnce });
      next();
    });
  }
  return router;
}
