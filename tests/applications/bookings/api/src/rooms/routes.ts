import { Router, type Request, type Response } from 'express';

import { requireMember, requireRole } from '../auth/guards.js';
import { cached, forget } from '../cache.js';
import { NotFoundError, InvalidInputError } from '../errors.js';
import { sendCacheable } from '../http/etag.js';
import { uploadLimiter } from '../http/rateLimits.js';
import { validate } from '../http/validate.js';
import { keepPhoto, photoDirectory, photoUpload } from './photos.js';
import * as rooms from './repository.js';
import {
  PhotoParams,
  RoomChange,
  RoomInput,
  RoomParams,
  RoomQuery,
  type RoomQueryType,
} from './schemas.js';

const ROOM_CACHE_S = 120;

export const roomsRouter = Router({ mergeParams: false });

roomsRouter.get('/', validate({ query: RoomQuery }), async (req, res) => {
  const query = res.locals.query as RoomQueryType;
  const { items, total } = await rooms.list(query);
  sendCacheable(req, res, { items, total, page: query.page }, 30);
});

roomsRouter.get('/:roomId', validate({ params: RoomParams }), async (req, res) => {
  const roomId = String(req.params.roomId);
  const room = await cached(`room:${roomId}`, () => rooms.find(roomId), { ttlS: ROOM_CACHE_S });
  if (room === undefined) {
    throw new NotFoundError('this room');
  }
  sendCacheable(req, res, room, ROOM_CACHE_S);
});

roomsRouter.get('/:roomId/photos/:photo', validate({ params: PhotoParams }), (req, res, next) => {
  // the name is 32 hexadecimal digits by its schema, and `root` confines it in any case
  res.sendFile(
    String(req.params.photo),
    { root: photoDirectory, dotfiles: 'deny', immutable: true, maxAge: '7d' },
    (error) => {
      if (error) {
        next(new NotFoundError('this photo'));
      }
    },
  );
});

// Wardens look after the rooms.
const wardens = [requireMember, requireRole('warden', 'admin')];

roomsRouter.post(
  '/',
  wardens,
  validate({ body: RoomInput }),
  async (req: Request, res: Response) => {
    const room = await rooms.add(req.body);
    res.status(201).location(`/v1/rooms/${room.id}`).json(room);
  },
);

roomsRouter.patch(
  '/:roomId',
  wardens,
  validate({ params: RoomParams, body: RoomChange }),
  async (req: Request, res: Response) => {
    const roomId = String(req.params.roomId);
    const room = await rooms.change(roomId, req.body);
    if (room === undefined) {
      throw new NotFoundError('this room');
    }
    await forget(`room:${roomId}`);
    res.json(room);
  },
);

roomsRouter.delete(
  '/:roomId',
  requireMember,
  requireRole('admin'),
  validate({ params: RoomParams }),
  async (req: Request, res: Response) => {
    const roomId = String(req.params.roomId);
    if (!(await rooms.close(roomId))) {
      throw new NotFoundError('this room');
    }
    await forget(`room:${roomId}`);
    res.status(204).end();
  },
);

roomsRouter.post(
  '/:roomId/photos',
  wardens,
  uploadLimiter,
  validate({ params: RoomParams }),
  photoUpload.single('photo'),
  async (req: Request, res: Response) => {
    if (req.file === undefined) {
      throw new InvalidInputError(['photo']);
    }
    const fileName = await keepPhoto(req.file.path);
    const roomId = String(req.params.roomId);
    await rooms.addPhoto(roomId, fileName);
    await forget(`room:${roomId}`);
    res.status(201).json({ photo: fileName });
  },
);
