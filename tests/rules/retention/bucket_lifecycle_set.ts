import * as s3 from 'aws-cdk-lib/aws-s3';

// ruleid: bucket-lifecycle-set
bucket.addLifecycleRule({ expiration: Duration.days(30) });
// ruleid: bucket-lifecycle-set
await storage.putBucketLifecycleConfiguration({ Bucket: 'b' });
// ok: bucket-lifecycle-set
export const bucket = new s3.Bucket(stack, 'uploads');
// ok: bucket-lifecycle-set (near miss: a rule of another kind)
table.addRule({ expiration: 30 });
