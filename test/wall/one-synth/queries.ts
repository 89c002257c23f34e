// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the cases hold variables of other languages
import { container, type Kind, map, word } from './case.ts';

/** Cases that are the text of one file each: a title, the text and the name of the file. */
const files = (list: readonly (readonly [title: string, text: string, file?: string])[]) =>
  list.map(([title, text, file]) => map(title, `${text}\n`, file));

export const queries: readonly Kind[] = [
  {
    kind: 'a query of a database',
    cases: [
      ...files([
        ['IDENTIFIED BY', `CREATE USER app IDENTIFIED BY '${word}';`, 'a.sql'],
        ['IDENTIFIED WITH', `CREATE USER app IDENTIFIED WITH mysql_native_password BY '${word}';`, 'a.sql'],
        ['IDENTIFIED WITH of ClickHouse', `CREATE USER app IDENTIFIED WITH plaintext_password BY '${word}';`, 'a.sql'],
        ['IDENTIFIED in double quotes', `ALTER USER app IDENTIFIED BY "${word}";`, 'a.sql'],
        ['IDENTIFIED without quotes', `ALTER USER app IDENTIFIED BY ${word};`, 'a.sql'],
        ['IDENTIFIED in lower case', `create user app identified by '${word}';`, 'a.sql'],
        ['IDENTIFIED over lines', `CREATE USER app\n  IDENTIFIED\n  BY\n  '${word}';`, 'a.sql'],
        ['GRANT', `GRANT ALL ON *.* TO app@'%' IDENTIFIED BY '${word}';`, 'a.sql'],
        ['CREATE USER', `CREATE USER app WITH PASSWORD '${word}';`, 'a.sql'],
        ['CREATE USER encrypted', `CREATE USER app WITH ENCRYPTED PASSWORD '${word}';`, 'a.sql'],
        ['CREATE ROLE', `CREATE ROLE app LOGIN PASSWORD '${word}' VALID UNTIL 'infinity';`, 'a.sql'],
        ['ALTER ROLE', `ALTER ROLE app PASSWORD '${word}';`, 'a.sql'],
        ['an escaped text', `ALTER ROLE app PASSWORD E'${word}';`, 'a.sql'],
        ['dollars with a tag', `ALTER ROLE app PASSWORD $x$${word}$x$;`, 'a.sql'],
        ['a statement to execute', `EXECUTE format('ALTER ROLE app PASSWORD %L', '${word}');`, 'a.sql'],
        ['a hash of MySQL', `UPDATE user SET Password = PASSWORD('${word}') WHERE User = 'root';`, 'a.sql'],
        ['SET PASSWORD', `SET PASSWORD FOR 'app'@'%' = '${word}';`, 'a.sql'],
        ['SET PASSWORD by a function', `SET PASSWORD = PASSWORD('${word}');`, 'a.sql'],
        ['pgcrypto', `UPDATE users SET hash = crypt('${word}', gen_salt('bf'));`, 'a.sql'],
        ['an update', `UPDATE users SET password = '${word}' WHERE name = 'app';`, 'a.sql'],
        ['an insert', `INSERT INTO users (name, password) VALUES ('app', '${word}');`, 'a.sql'],
        [
          'an insert of two rows',
          `INSERT INTO users (id, name, password)\nVALUES\n  (1, 'app', '${word}'),\n  (2, 'b', '${word}');`,
          'a.sql',
        ],
        ['a login of SQL Server', `CREATE LOGIN app WITH PASSWORD = '${word}';`, 'a.sql'],
        ['a text of SQL Server', `ALTER LOGIN sa WITH PASSWORD = N'${word}';`, 'a.sql'],
        [
          'a server of PostgreSQL',
          `CREATE USER MAPPING FOR app SERVER s OPTIONS (user 'app', password '${word}');`,
          'a.sql',
        ],
        ['a link of databases', `SELECT dblink_connect('host=db user=app password=${word}');`, 'a.sql'],
        ['a replica', `CHANGE MASTER TO MASTER_USER='app', MASTER_PASSWORD='${word}';`, 'a.sql'],
        ['a subscription', `CREATE SUBSCRIPTION s CONNECTION 'host=db password=${word}' PUBLICATION p;`, 'a.sql'],
        ['a variable of psql', `\\set password '${word}'`, 'a.sql'],
        ['Cassandra', `CREATE ROLE app WITH PASSWORD = '${word}' AND LOGIN = true;`, 'a.cql'],
        ['Neo4j', `ALTER USER neo4j SET PASSWORD '${word}';`, 'a.cypher'],
        ['Neo4j of its own', `ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO '${word}';`, 'a.cypher'],
        ['InfluxDB', `CREATE USER app WITH PASSWORD '${word}' WITH ALL PRIVILEGES`, 'a.iql'],
        ['MongoDB', `db.createUser({user: "app", pwd: "${word}", roles: []})`, 'a.js'],
        ['MongoDB in a shell', `mongosh --eval 'db.createUser({user: "app", pwd: "${word}", roles: []})'`, 'a.sh'],
        ['a change of MongoDB', `db.changeUserPassword("app", "${word}")`, 'a.js'],
        ['a login of MongoDB', `db.auth("app", "${word}")`, 'a.js'],
        ['a user of Redis', `ACL SETUSER app on >${word} ~* +@all`, 'a.redis'],
        ['a user of Redis in a shell', `redis-cli ACL SETUSER app on '>${word}' '~*' +@all`, 'a.sh'],
        ['a login of Redis', `AUTH ${word}`, 'a.redis'],
        ['a login of Redis with a user', `AUTH app ${word}`, 'a.redis'],
        ['settings of Redis', `CONFIG SET requirepass ${word}`, 'a.redis'],
        ['SQL in a shell', `psql -c "ALTER USER app PASSWORD '${word}'"`, 'a.sh'],
        ['SQL in a program', `db.query("ALTER USER app IDENTIFIED BY '${word}'");`, 'a.js'],
        ['SQL under no name', `CREATE USER app WITH PASSWORD '${word}';`],
      ]),
      container('SQL on a command line', [], { command: ['psql', '-c', `ALTER USER app PASSWORD '${word}'`] }),
      container('SQL in a variable', [{ name: 'INIT', value: `CREATE USER app IDENTIFIED BY '${word}'` }]),
    ],
  },
];
