import { EventEmitter } from 'node:events';

export interface Announcement {
  type: 'booked' | 'released';
  roomId: string;
  start: Date;
  end: Date;
}

const emitter = new EventEmitter();

emitter.setMaxListeners(0);

export function announce(announcement: Announcement): void {
  emitter.emit('announcement', announcement);
}

export function subscribe(listener: (announcement: Announcement) => void): () => void {
  emitter.on('announcement', listener);
  return () => emitter.off('announcement', listener);
}
