const { PutBucketLifecycleConfigurationCommand } = require('@aws-sdk/client-s3');

// ruleid: bucket-lifecycle-set
client.send(new PutBucketLifecycleConfigurationCommand({ Bucket: 'b', LifecycleConfiguration: { Rules: [] } }));
// ruleid: bucket-lifecycle-set
s3.putBucketLifecycleConfiguration({ Bucket: 'b', LifecycleConfiguration: { Rules: [] } }).promise();
// ok: bucket-lifecycle-set
s3.putObject({ Bucket: 'b', Key: 'k' });
// ok: bucket-lifecycle-set
client.send(new PutObjectCommand({ Bucket: 'b', Key: 'k' }));
// ok: bucket-lifecycle-set (near miss: read, not set)
client.send(new GetBucketLifecycleConfigurationCommand({ Bucket: 'b' }));
