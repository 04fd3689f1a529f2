import { startEmbeddedPostgres } from '../../server/storage/embedded-postgres.ts';

// A process of its own that uses the database of a data folder until it is told to stop, or killed.
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const server = await startEmbeddedPostgres({ dataFolder: String(process.argv[2]), log: silent });
process.once('SIGTERM', () => void server.stop());
process.send?.({ connection: server.connection, alone: server.alone });
