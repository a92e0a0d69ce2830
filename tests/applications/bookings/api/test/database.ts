import pg from 'pg';

// A database in a container of the test run, reached over the loopback alone.
const TEST_DATABASE = {
  host: '127.0.0.1',
  port: 55_432,
  user: 'bookings_test',
  password: 'bookings_test',
  database: 'bookings_test',
};

export async function useTestDatabase(): Promise<void> {
  const client = new pg.Client(TEST_DATABASE);
  await client.connect();
  await client.query('TRUNCATE members, rooms, bookings CASCADE');
  await client.end();
}
