// Makes sure the search attributes exist before a worker starts: an unknown one would fail every workflow task for ever.
import { isGrpcServiceError, type Connection } from '@temporalio/client';
import { searchAttributes, valueTypes } from '../workflows/searchAttributes.ts';

/** Registers what is missing. Throws when one exists with another type, or may not be made by this service, naming it. */
export async function registerSearchAttributes(connection: Connection, namespace: string): Promise<void> {
  const customAttributes = await listed(connection, namespace);
  const missing = Object.entries(searchAttributes).filter(([name]) => !(name in customAttributes));
  for (const [name, type] of Object.entries(searchAttributes)) {
    const found = customAttributes[name];
    if (found !== undefined && found !== null && Number(found) !== valueTypes[type])
      throw new Error(
        `Search attribute ${name} of namespace ${namespace} is not of type ${type}; remove it or use another namespace.`,
      );
  }
  if (missing.length === 0) return;
  try {
    await connection.operatorService.addSearchAttributes({
      namespace,
      searchAttributes: Object.fromEntries(missing.map(([name, type]) => [name, valueTypes[type]])),
    });
  } catch (error) {
    if (!isGrpcServiceError(error) || !notOurs.includes(Number(error.code))) throw error;
    const named = missing.map(([name, type]) => `${name} (${type})`).join(', ');
    throw new Error(
      `Namespace ${namespace} lacks search attributes, and its server lets this service make none: ${named}. Make them as its administrator, in Temporal Cloud under the namespace or by tcld, and start again.`,
      { cause: error },
    );
  }
}

/** The time-skipping server can take attributes but not list them; there every one counts as missing. */
async function listed(connection: Connection, namespace: string): Promise<Record<string, unknown>> {
  try {
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
    return customAttributes ?? {};
  } catch (error) {
    if (isGrpcServiceError(error) && Number(error.code) === unimplemented) return {};
    throw error;
  }
}

/** gRPC status UNIMPLEMENTED. */
const unimplemented = 12;
/** That and PERMISSION_DENIED: Temporal Cloud keeps its namespaces by other means. */
const notOurs = [unimplemented, 7];
