app.use(session({
  genid: (req: Request) => {
    // ruleid: session-id-predictable
    return `${Date.now()}`;
  },
}));
// ok: session-id-predictable
app.use(session({ genid: () => uuid() }));
