// In the place of `db/inScope.ts`, for the bench alone: the same functions, on connections as they are, whoever they are asked for.
import { connectionsOf, type Database, type Pool } from '../../../db/database.ts';
import type * as scoped from '../../../db/inScope.ts';

const plain = (db: Pool): Database => connectionsOf(db);

export const inEngagement: typeof scoped.inEngagement = plain;
export const inScope: typeof scoped.inScope = plain;
export const around: typeof scoped.around = plain;
export const asJob: typeof scoped.asJob = plain;
export const aroundChain: typeof scoped.aroundChain = plain;
