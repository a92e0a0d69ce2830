// ruleid: kafka-topic-created
await admin.createTopics({ topics: [{ topic: 'orders' }] });
// ruleid: kafka-topic-created
await admin.alterConfigs({ resources: [{ name: 'orders', configEntries: [] }] });
// ok: kafka-topic-created
await producer.send({ topic: 'orders', messages });
// ok: kafka-topic-created
await admin.connect();
// ok: kafka-topic-created (near miss: topics of a forum)
forum.createTopic({ title: 'orders' });
