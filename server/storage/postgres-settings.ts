/** Names the socket file; nothing listens on TCP. */
export const port = 5432;
export const administrator = 'postgres';
export const majorVersion = '18';

/** Small on memory, full on safety. `ALTER SYSTEM` still wins over these. */
export const settings = {
  listen_addresses: '',
  port: String(port),
  unix_socket_permissions: '0700',
  max_connections: '60',
  shared_buffers: '16MB',
  work_mem: '4MB',
  maintenance_work_mem: '32MB',
  max_wal_size: '256MB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_parallel_workers: '0',
  max_worker_processes: '2',
  max_logical_replication_workers: '0',
  autovacuum_max_workers: '1',
  io_method: 'sync',
  jit: 'off',
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  password_encryption: 'scram-sha-256',
  log_checkpoints: 'off',
  log_timezone: 'UTC',
  timezone: 'UTC',
};
