/* server.mjs - a `poolster serve` of one story: its own data folder, or its own database at the server that
 * $POOLSTER_POSTGRES names (a folder of tests/store/postgres.sh); a port that was free; ended as an administrator would. */
import { execFile, spawn } from "node:child_process";
import { createWriteStream, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import assert from "node:assert/strict";

export const build = resolve(process.env.POOLSTER_BUILD ?? "build");
export const left = join(build, "e2e");                 /* where logs and pictures stay behind */
const program = join(build, "poolster");
const TODAY = "2026-01-31";
/* Milliseconds, of which a page needs some fifty; where fifty programs wait for two processors, sixteen seconds.  What did
 * not come by then hangs. */
export const PATIENCE = 30000;

/* Another program, until it ends; throws when it fails.  Meanwhile the other story goes on: for who waits in execFileSync()
 * all patience ends at once. */
export const run = promisify(execFile);
export const poolster = (...words) => run(program, words);

/* To be followed by the name of a database; undefined when the stories are of SQLite. */
export const databases = process.env.POOLSTER_POSTGRES && readFileSync(join(process.env.POOLSTER_POSTGRES, "url"), "utf8").trim();
export const psql = (database) => ["-X", "-q", "-v", "ON_ERROR_STOP=1", databases + database];

/* Whoever ends the stories halfway leaves no server behind. */
const running = new Set();
process.on("exit", () => running.forEach((child) => child.kill("SIGKILL")));
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(1));

export class Server {
  /* demo: with the example administration, and so many customers in it; else empty, waiting for its first user. */
  static async start(name, { demo = true, customers = 2500 } = {}) {
    const server = new Server();
    server.data = mkdtempSync(join(tmpdir(), "poolster-e2e-"));
    server.place = ["--data", server.data];
    if (databases) {
      server.database = `story_${process.pid}_${name.replaceAll("-", "_")}`;
      server.place = ["--database", databases + server.database];
      await run("psql", [...psql("postgres"), "-c", `CREATE DATABASE ${server.database}`]);
    }
    if (demo) await poolster("demo", ...server.place, "--customers", String(customers));
    mkdirSync(left, { recursive: true });
    server.log = join(left, name + ".log");
    rmSync(server.log, { force: true });
    await server.#begin("127.0.0.1:0", demo);
    server.site = server.greeting.match(/http:\/\/[\d.:]+/)[0];
    [, server.email] = server.greeting.match(/e-mail +(\S+)/) ?? [];
    [, server.password] = server.greeting.match(/password +(\S+)/) ?? [];
    [server.welcome] = server.greeting.match(/http:\S+code=\S+/) ?? [];
    return server;
  }

  async #begin(listen, demo) {
    this.process = spawn(program, ["serve", ...this.place, "--listen", listen, "--today", TODAY,
      ...(demo ? ["--demo"] : [])], { stdio: ["ignore", "pipe", "pipe"] });
    const { process } = this;
    running.add(process);
    process.on("close", () => running.delete(process));
    process.stderr.pipe(createWriteStream(this.log, { flags: "a" }));
    this.ended = new Promise((done) => process.on("close", (code, signal) => done(code ?? signal)));
    this.greeting = await this.#greeting(demo ? /password +\S+\n/ : /code=\S+\n|running: \S+\n/);
  }

  /* Ends as an administrator would end it, and starts at the same address. */
  async again() {
    assert.equal(await this.#end(), 0);
    await this.#begin(new URL(this.site).host, false);
  }

  #greeting(complete) {
    return new Promise((done, failed) => {
      let text = "";
      this.process.stdout.on("data", (data) => {
        text += data;
        if (complete.test(text)) done(text);
      });
      this.ended.then((how) => failed(new Error(`the server ended at once: ${how}\n${text}`)));
    });
  }

  async #end() {
    this.process.kill("SIGTERM");
    const hangs = setTimeout(() => this.process.kill("SIGABRT"), PATIENCE);
    const how = await this.ended;
    clearTimeout(hangs);
    return how;
  }

  /* SIGTERM: requests end, nothing is lost, and the program says that all went well. */
  async stop() {
    const how = await this.#end();
    rmSync(this.data, { recursive: true, force: true });
    assert.equal(how, 0, "the server ended with " + how);
    const log = readFileSync(this.log, "utf8");
    assert.doesNotMatch(log, / status=5\d\d |Sanitizer/, "a fault, see " + this.log);
  }

  async kill() {
    this.process.kill("SIGKILL");
    await this.ended;
    rmSync(this.data, { recursive: true, force: true });
  }
}
