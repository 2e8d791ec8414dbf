// The baseline: the whole schema. Until 0.1.0 is tagged it is edited in place; what comes after is appended beside it.
import type { Knex } from 'knex';
import { auditLog, merkleLog } from './baseline/auditLog.ts';
import { dataKeys } from './baseline/dataKeys.ts';
import { desk } from './baseline/desk.ts';
import { disposal, erasure } from './baseline/disposal.ts';
import { evidence } from './baseline/evidence.ts';
import { gates } from './baseline/gates.ts';
import { guards } from './baseline/guards.ts';
import { isolation, scope } from './baseline/isolation.ts';
import { live } from './baseline/live.ts';
import { obstacles } from './baseline/obstacles.ts';
import { outbox } from './baseline/outbox.ts';
import { outputs } from './baseline/outputs.ts';
import { record } from './baseline/record.ts';
import { requests } from './baseline/requests.ts';
import { dates, dueDates, retention } from './baseline/retention.ts';
import { service } from './baseline/service.ts';
import { restrictions } from './baseline/restrictions.ts';
import { signIn } from './baseline/signIn.ts';

export async function up(db: Knex): Promise<void> {
  const parts = [
    scope,
    record,
    requests,
    outputs,
    outbox,
    obstacles,
    auditLog,
    merkleLog,
    service,
    dataKeys,
    signIn,
    desk,
    restrictions,
    retention,
    dates,
    dueDates,
    gates,
    guards,
    evidence,
  ];
  for (const part of [...parts, disposal, erasure, isolation, live]) await db.raw(part);
}
