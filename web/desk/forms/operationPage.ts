// One operation of the API as a page: its form, and the operation itself once it is sent. What it may, and what it refuses, the operation says.
import { randomUUID } from 'node:crypto';
import type { Audited } from '../../../api/http/address.ts';
import { perform } from '../../../api/http/operations.ts';
import type { Right } from '../../../domain/access/rights.ts';
import type { MessageKey } from '../../../mail/messages/words.ts';
import type { DecisionForm } from '../../postedForm.ts';
import type { Link } from '../lists.ts';
import type { PageCall, PageDependencies, PageRoute, Shown } from '../pageRoute.ts';
import { formPage, isOnlyRows, refusalIn } from './formPage.ts';
import { bodyOf, tidied, type FormPart } from './model.ts';

export interface Setting {
  parts: readonly FormPart[];
  /** Where it leads back to, and what that is called. */
  crumb?: string;
  crumbAt: string;
  /** What the form begins with. */
  first?: DecisionForm;
  /** What it is about, where the title does not say. */
  about?: string;
  /** What is known of that. */
  facts?: readonly string[];
  /** Where it goes on, where there is more to choose from than on one page. */
  next?: Link;
}

export interface OperationPage {
  path: string;
  operation: string;
  right: Right;
  audited: Audited['on'];
  title: MessageKey;
  /** What it does, before it is done. */
  says: MessageKey;
  act: MessageKey;
  setting(deps: PageDependencies, call: PageCall): Promise<Setting> | Setting;
  /** What the form says, as the operation takes it. */
  body?(body: Record<string, unknown>, call: PageCall): object;
  /** Where it goes on, given what the operation answered with. */
  after?(answer: unknown, call: PageCall, setting: Setting): Shown | string;
}

export const operationPages = (pages: readonly OperationPage[]): PageRoute[] =>
  pages.flatMap((page): PageRoute[] => {
    const { path, operation, right, audited: on } = page;
    return [
      {
        ...{ method: 'get', path, name: `${operation}.form`, right, audited: { as: 'recordRead', on } },
        async handle(deps, call) {
          const setting = await page.setting(deps, call);
          return shown(page, setting, call, { ...setting.first, ...call.query }, {});
        },
      },
      {
        ...{ method: 'post', path, name: `${operation}.act`, right, asks: operation },
        audited: { as: 'administered', on },
        handle: (deps, call) => carryOut(page, deps, call),
      },
    ];
  });

function shown(
  { title, says, act }: OperationPage,
  { parts, crumb, crumbAt, about, facts, next }: Setting,
  call: PageCall,
  form: DecisionForm,
  { refusal }: { refusal?: ReturnType<typeof refusalIn> },
): Shown {
  const say = call.words.say as (key: MessageKey) => string;
  const page = { title: about ? `${say(title)}: ${about}` : say(title), says: say(says), act: say(act) };
  const where = {
    action: call.request.path,
    crumbAt,
    ...(crumb ? { crumb } : {}),
    ...(facts ? { facts } : {}),
    ...(next ? { next } : {}),
  };
  const isNew = call.request.method === 'GET';
  return formPage({ ...page, ...where }, parts, { form, isNew, ...(refusal ? { refusal } : {}) }, call.words);
}

async function carryOut(page: OperationPage, deps: PageDependencies, call: PageCall): Promise<Shown> {
  const setting = await page.setting(deps, call);
  const form = tidied({ ...call.form, formId: call.form.formId ?? randomUUID() }, setting.parts);
  if (isOnlyRows(form)) return shown(page, setting, call, form, {});
  const { params, access: key, request, response } = call;
  // One form acts once, however often its button is pressed.
  request.headers['idempotency-key'] = `desk-${(form.formId ?? '').replace(/[^A-Za-z0-9-]/g, '').slice(0, 60)}`;
  try {
    const entered = bodyOf(setting.parts, form);
    const body = page.body ? page.body(entered, { ...call, form }) : entered;
    const answer = await perform(deps.operations(page.operation), deps, { params, body, key, request, response });
    const after = page.after?.(answer, call, setting) ?? `${setting.crumbAt}?done=${page.operation}`;
    return typeof after === 'string' ? { goTo: after } : after;
  } catch (error) {
    return shown(page, setting, call, form, { refusal: refusalIn(error) });
  }
}
