// ruleid: kafka-topic-created
await kafka.admin().createTopics({ topics: [{ topic: 'audit', configEntries: [{ name: 'retention.ms', value: '-1' }] }] });
// ruleid: kafka-topic-created
await admin.createTopics({ topics });
// ok: kafka-topic-created
await admin.listTopics();
// ok: kafka-topic-created (near miss: a type alone)
export type Topics = Parameters<Admin['createTopics']>;
