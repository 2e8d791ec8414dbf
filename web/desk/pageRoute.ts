// One page, or one act, of people who are signed in: all that Express, the door, the audit trail and the tests of rights are made from.
import type { Request, Response } from 'express';
import type { Access } from '../../api/http/holders.ts';
import type { Audited } from '../../api/http/address.ts';
import type { RouteDependencies } from '../../api/http/dependencies.ts';
import type { Operations } from '../../api/http/operations.ts';
import type { OpenSession } from '../../api/http/sessions.ts';
import type { Right } from '../../domain/access/rights.ts';
import type { Words } from '../../mail/messages/words.ts';
import type { PageName } from '../renderPage.ts';
import type { DecisionForm } from '../postedForm.ts';

export interface PageCall {
  params: Record<string, string>;
  query: Record<string, string>;
  /** As it was posted; empty for a page that is read, and where the handler reads the form itself. */
  form: DecisionForm;
  /** Whom it is for: what the path names is theirs to see by then. */
  access: Access;
  open: OpenSession;
  words: Words;
  request: Request;
  response: Response;
  /** ISO 8601 UTC. */
  now: string;
}

/** As routes of the API have them, and that API itself. */
export type PageDependencies = RouteDependencies & { operations: Operations };

/** What there is to show, or where to go after an act. A handler that answers itself gives undefined. */
export type Shown =
  { page: PageName; values: Record<string, unknown> & { title: string }; status?: number } | { goTo: string };

export interface PageRoute {
  method: 'get' | 'post';
  /** With parameters in braces, as the routes of the API. */
  path: string;
  name: string;
  /** What its person needs for it; `none`: to be signed in is enough. */
  right: Right | 'none';
  /** The operation of the API that it asks for what its form says; its right is that operation’s. */
  asks?: string;
  /** The handler reads a form with files by itself, and asks for its token. */
  takesFiles?: true;
  audited: Audited;
  handle(deps: PageDependencies, call: PageCall): Promise<Shown | undefined>;
}
