// The calls of kiosk::api and what they take and give. Generated from Rust; `cargo xtask bless` writes it anew.

export type AdviceWire = { advice: 'outside' | 'underCode' | 'smallModules' | 'lowContrast' | 'noCode', 
/**
 * Which part.
 */
part?: number, 
/**
 * The contrast, or the side of a module in millimetres.
 */
found?: number, 
/**
 * What it should be at least.
 */
wanted?: number, };

export type AlignWire = "left" | "centre" | "right";

export type AmendParams = { attendee: string, fields: PersonFields, reason?: string };

export type AnswerFile = "choice" | "yesNo" | "text" | "number";

export type AnswerParams = { job: string, cameOut: boolean, };

export type ArrivalsDay = { 
/**
 * Which day.
 */
day: string, 
/**
 * Every five minutes from the first to the last, empty ones too.
 */
slots: Array<ArrivalsSlot>, 
/**
 * When the doors open, if anything says so.
 */
doors?: string, 
/**
 * The five minutes in which most came.
 */
busiest?: ArrivalsSlot, 
/**
 * First entries in the last ten minutes.
 */
lastTenMinutes: number, 
/**
 * People on no list who were added on this day.
 */
walkIns: number, 
/**
 * How many are expected in the next half hour.
 */
nextHalfHour: number, 
/**
 * How many desks are enough for that at twenty seconds a guest; 0 if nobody is expected.
 */
desks: number, 
/**
 * The chart as shapes, in the order of drawing.
 */
shapes: Array<ChartShape>, 
/**
 * The chart as SVG, if that was asked for.
 */
svg?: string, };

export type ArrivalsParams = { width?: number, height?: number, svg?: boolean, };

export type ArrivalsSlot = { 
/**
 * When they begin.
 */
at: string, 
/**
 * How many came for the first time.
 */
entries: number, 
/**
 * How many were expected, to a tenth.
 */
expected?: number, };

export type ArrivalsWire = { 
/**
 * When the five minutes begin.
 */
at: string, 
/**
 * How many came for the first time.
 */
entries: number, };

export type AskedBadge = { 
/**
 * The job.
 */
job: string, 
/**
 * Whose.
 */
attendee: string, 
/**
 * Their name.
 */
name: string, };

export type AssignParams = { template: string, 
/**
 * The ids of those that get it; others that had it get the usual one again.
 */
ticketTypes: Array<string>, 
/**
 * Whether those get it whose ticket type names none.
 */
usual?: boolean, };

export type Attendee = { id: string, name: string, givenName: string, familyName: string, badgeName: string, organisation: string, title: string, email: string, phone: string, ticketType: string, ticketCodes: Array<string>, order: string, status: 'confirmed' | 'paymentDue' | 'waitlisted' | 'cancelled', language: string, note: string, alert: string, alertAcknowledged?: boolean, sessions: Array<string>, fields: { [key in string]: string }, answers: { [key in string]: string }, presence: 'expected' | 'inside' | 'left', firstEntry?: Entry, badge: 'none' | 'queued' | 'printed' | 'unknown', place?: BadgePlace, replaces?: string, replacedBy?: string, offList?: boolean, 
/**
 * The ticket has no name yet; it is asked for before the badge.
 */
nameDue?: boolean, erased?: boolean, history?: Array<HistoryLine>, };

export type AttendeeParams = { attendee: string, };

export type AutoPrint = "onCheckIn" | "twice" | "onRequest" | "off";

export type BackupWire = { path: string, 
/**
 * When it was made, by its name.
 */
at: string, 
/**
 * Whether it lies on the second medium.
 */
onMedium: boolean, 
/**
 * What it holds; absent: it does not open with what the event opens with.
 */
holds?: HeldWire, };

export type BackupsWire = { 
/**
 * What the event holds now.
 */
now: HeldWire, 
/**
 * All backups, the newest first; one that lies here and on the medium is named twice.
 */
backups: Array<BackupWire>, 
/**
 * The second medium.
 */
medium: MediumWire, };

export type BadgePlace = { 
/**
 * The letter of the box.
 */
box: string, 
/**
 * The badge's number in it, from 1.
 */
row: number, };

export type BatchBox = { name: string, badges: number, first: string, last: string, };

export type BatchLookAt = { attendee: string, name: string, what: 'noOrganisation' | 'allCapitals' | 'cut' | 'missingGlyph' | 'smallCode', };

export type BatchOrder = "surname" | "organisation" | "ticketType";

export type BatchParams = { ticketTypes?: Array<string>, organisation?: string, session?: string, again?: boolean, order?: BatchOrder, template?: string, sheet?: string, boxes?: number, start?: number, shiftMm?: [number, number], bleedMm?: number, cropMarks?: boolean, foldLines?: boolean, twoSided?: PaperEdge, 
/**
 * A printer of this desk.
 */
printer?: string, };

export type BatchPlan = { 
/**
 * How many badges.
 */
badges: number, 
/**
 * How many people are left out because they have one.
 */
skipped: number, 
/**
 * On so many sheets.
 */
sheets: number, 
/**
 * Badges by ticket type.
 */
types: Array<BatchType>, 
/**
 * The boxes.
 */
boxes: Array<BatchBox>, 
/**
 * What to look at first.
 */
lookAt: Array<BatchLookAt>, 
/**
 * The sheets that there are.
 */
papers: Array<string>, 
/**
 * Where the files come to lie.
 */
folder: string, 
/**
 * The printers that can be chosen.
 */
printers: Array<BatchPrinter>, };

export type BatchPrinter = { id: string, name: string, 
/**
 * How far a sheet for it is moved, to the right and down.
 */
offsetMm: [number, number], };

export type BatchState = { state: 'none' | 'running' | 'paused' | 'stopped' | 'done' | 'failed', done: number, of: number, leftS: number | null, 
/**
 * The finished files.
 */
files: Array<string>, problem?: string, 
/**
 * Badges that somebody is asked about.
 */
asked: number, 
/**
 * Badges that did not come out.
 */
failed: number, 
/**
 * Something of it is under way.
 */
busy: boolean, };

export type BatchType = { id: string, name: string, badges: number, };

export type BeyondWire = { 
/**
 * By how many.
 */
by: number, 
/**
 * Who came last, latest first, at most three.
 */
last: Array<LastWire>, };

export type ChartShape = { "kind": "line", points: Array<[number, number]>, colour: string, width: number, } | { "kind": "rectangle", x: number, y: number, width: number, height: number, colour: string, } | { "kind": "text", x: number, y: number, text: string, across: string, down: string, size: number, colour: string, };

export type CheckInParams = { text?: string, before?: Array<string>, keyboards?: KnownKeyboards, attendee?: string, session?: string, direction?: Direction, at?: string, override?: Override, answers?: Record<string, string | number | boolean>, };

export type CheckInResult = { outcome: string, reason?: string, attendee?: Attendee, candidates?: Array<Attendee>, checkIn?: string, first?: Entry, session?: SessionSeats, alert?: string, questions?: Array<Question>, printJob?: PrintJob, overridden?: boolean, undone?: boolean, 
/**
 * When it opens (`tooEarly`) or closed (`tooLate`).
 */
opens?: string, closed?: string, 
/**
 * How many seats there are (`sessionFull`), of the session or of the house, whichever is full.
 */
seats?: number, 
/**
 * And how many people are inside.
 */
taken?: number, 
/**
 * Scanner and computer are set to keyboards of two countries, and the code was read as it was meant.
 */
keyboards?: Keyboards, 
/**
 * What to search for (`unknownCode`): the text was no code, but somebody's name or other words.
 */
search?: string, 
/**
 * The ticket types that open this session (`wrongTicketType`).
 */
wanted?: Array<string>, 
/**
 * When it took place (`admitted`, `departed`).
 */
at?: string, 
/**
 * Near-namesakes who are expected too, at most three.
 */
alike?: Array<Attendee>, 
/**
 * When staff cancelled the registration (`cancelled`); absent if the list did.
 */
cancelledAt?: string, 
/**
 * When the code was replaced or a newer badge was printed (`revokedCode`).
 */
newerAt?: string, };

export type CheckWire = { 
/**
 * Of what: `file`, `disk`, `backup`, `medium`, `list`, `clock`, `retention`, `journal`.
 */
check: 'file' | 'disk' | 'backup' | 'medium' | 'list' | 'clock' | 'retention' | 'journal', 
/**
 * How it is.
 */
state: 'ok' | 'attention' | 'blocked', 
/**
 * What it found, as a short word; the page has the sentence.
 */
found: string, 
/**
 * A time that belongs to it: of the newest backup, list or record.
 */
at?: string, 
/**
 * Bytes that are free, or that the file has.
 */
bytes?: number, 
/**
 * How many faults there are.
 */
faults?: number, };

export type Colleagues = { 
/**
 * What they share: `order` or `organisation`.
 */
by: 'order' | 'organisation', 
/**
 * The organisation; may be empty.
 */
organisation: string, 
/**
 * By name, at most five.
 */
colleagues: Array<Attendee>, 
/**
 * How many more there are.
 */
more: number, };

export type ColleaguesParams = { attendee: string, };

export type DesignWire = { template: string, title: string, 
/**
 * To be named in the next change.
 */
revision: number, savedAt: string, widthMm: number, heightMm: number, 
/**
 * Whether there is a step to undo.
 */
undo: boolean, 
/**
 * Whether there is a step to redo.
 */
redo: boolean, 
/**
 * In the order of the file.
 */
parts: Array<PartWire>, 
/**
 * What should be put right.
 */
advice: Array<AdviceWire>, 
/**
 * Headings of the list's own columns, for slots `field:HEADING`.
 */
headings: Array<string>, };

export type DeskCodes = "test" | "cards";

export type DeskCodesParams = { codes: DeskCodes, out?: string, };

export type DeskCommand = { 
/**
 * `undo`, `reprint`, `event`, `session`; or `damaged`, `otherEvent`, `forged`, `noSession`, `none`.
 */
command: 'undo' | 'reprint' | 'event' | 'session' | 'damaged' | 'otherEvent' | 'forged' | 'noSession' | 'none', 
/**
 * The session that is meant.
 */
session?: string, };

export type DeskCommandParams = { text: string, };

export type DeskCounts = { 
/**
 * Confirmed or payment due.
 */
listed: number, 
/**
 * Have come.
 */
arrived: number, 
/**
 * Are inside.
 */
inside: number, 
/**
 * Those of the session that was asked for.
 */
session?: SessionCounts, };

export type DeskPrinting = { 
/**
 * Where PDFs are saved.
 */
folder: string, 
/**
 * Wait for a printer.
 */
waiting: number, 
/**
 * Have gone to a printer that has not answered yet.
 */
sent: number, 
/**
 * Nobody knows whether they came out; newest first, at most 20.
 */
unknown: Array<PrintJob>, 
/**
 * Did not come out, within 12 hours and with no later job for the same person; newest first, at most 20.
 */
failed: Array<PrintJob>, };

export type DeskState = { 
/**
 * The time.
 */
now: string, 
/**
 * A number that grows with every change of the event.
 */
changes: number, 
/**
 * Absent if nothing has changed since `known`.
 */
counts?: DeskCounts, 
/**
 * Absent if nothing has changed since `known`.
 */
printing?: DeskPrinting, 
/**
 * How the printers of this desk are now; none: badges go to the folder.
 */
printers: Array<PrinterLamp>, 
/**
 * No printer is used here: nothing is printed by itself.
 */
printersOff?: boolean, 
/**
 * Guests who came in here and for whom something is still to be done; the longest waiting first. Absent if nothing
 * has changed since `known`.
 */
waiting?: Array<WaitingWire>, };

export type DeskStateParams = { known?: number, session?: string, };

export type DeskWire = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its name on screen.
 */
name: string, };

export type DifferenceNow = { 
/**
 * As shown.
 */
name: string, 
/**
 * May be empty.
 */
organisation: string, 
/**
 * When the person came first.
 */
arrived?: string, 
/**
 * The status.
 */
status: string, };

export type Direction = "entry" | "exit";

export type EditParams = { template: string, 
/**
 * That of the design that is changed.
 */
revision: number, 
/**
 * Another title.
 */
title?: string, edits?: Array<EditWire>, 
/**
 * Changes with the same gesture, one after the other, are undone together.
 */
gesture?: string, };

export type EditWire = { "edit": "place", part: number, leftMm: number, topMm: number, widthMm: number, heightMm: number, } | { "edit": "look", part: number, slot?: string, bold?: boolean, italic?: boolean, align?: AlignWire, vertical?: VerticalWire, fit?: FitKind, maxLines?: number, largestPt?: number, smallestPt?: number, paint?: PaintWire, condition?: string, } | { "edit": "add", what: string, path?: string, sample?: string, back?: boolean, leftMm: number, topMm: number, widthMm: number, heightMm: number, } | { "edit": "remove", part: number, };

export type Entry = { 
/**
 * RFC 3339 with the offset of the house.
 */
at: string, 
/**
 * The desk's name.
 */
desk: string, 
/**
 * The staff member; may be empty.
 */
staff: string, };

export type EntryFile = "once" | "daily";

export type EraseEventParams = { 
/**
 * The event's title, so that nobody does it by mistake.
 */
title: string, };

export type EraseParams = { attendee: string, };

export type Erased = { 
/**
 * How many people were erased.
 */
erased: number, 
/**
 * Files beside the event that were it once and still hold them: this program never deletes those.
 */
left: Array<string>, 
/**
 * Where copies on the second medium still hold them: its folder, if it is not here, and then they go when it is back.
 */
notHere: Array<string>, 
/**
 * Names of files with badges of several people that went because one of those was erased. The badges of the others have
 * to be made anew if they are not on paper yet.
 */
badgeFiles: Array<string>, 
/**
 * The note of what was done; none if nobody was erased.
 */
note: string | null, };

export type EventFields = { fields: { title?: string | null, venue?: string | null, organiser?: string | null, note?: string | null, badgeTemplate?: string | null, seats?: number | null, opens?: string | null, closes?: string | null, exits?: boolean | null, bounceSeconds?: number | null, lockAfterMinutes?: number | null, markReprints?: boolean | null, keepDays?: number | null, badges?: boolean | null, privateFields?: string[] | null, entry?: 'once' | 'daily' | null, dayBegins?: string | null, ticketTypes?: Array<TicketTypeFile> | null, sessions?: Array<SessionFile> | null, questions?: Array<QuestionFile> | null } };

export type EventFile = { 
/**
 * The event's title.
 */
title: string, 
/**
 * IANA name of its time zone, such as `Europe/Copenhagen`.
 */
timeZone: string, 
/**
 * First day.
 */
starts: string, 
/**
 * Last day.
 */
ends: string, 
/**
 * Where it takes place.
 */
venue: string, 
/**
 * Who organises it.
 */
organiser: string, 
/**
 * Who supports it.
 */
supporters: Array<string>, 
/**
 * A note about the event.
 */
note: string, 
/**
 * Nothing here counts.
 */
rehearsal: boolean, 
/**
 * Whether people are checked out.
 */
exits: boolean, 
/**
 * Whether one entry holds for all days (`once`) or everybody comes anew each day (`daily`).
 */
entry: EntryFile, 
/**
 * When a day begins, local time; only for `daily`.
 */
dayBegins?: string, 
/**
 * So many seconds the same code is our own double scan.
 */
bounceSeconds: number, 
/**
 * Minutes without a key after which a desk locks itself, where there are staff; 0: never.
 */
lockAfterMinutes: number, 
/**
 * So many days after the last one the data should be erased.
 */
keepDays?: number, 
/**
 * Whether badges are printed at all.
 */
badges: boolean, 
/**
 * Whether a badge that is not the first of its person gets a small mark.
 */
markReprints: boolean, 
/**
 * Headings of own fields that only those who need them see.
 */
privateFields: Array<string>, 
/**
 * The badge template used where the ticket type names none.
 */
badgeTemplate: string, 
/**
 * How many people the house holds.
 */
seats?: number, 
/**
 * From when on people may enter; local time.
 */
opens?: string, 
/**
 * Until when people may enter; local time.
 */
closes?: string, 
/**
 * The kinds of ticket.
 */
ticketTypes: Array<TicketTypeFile>, 
/**
 * The programme.
 */
sessions: Array<SessionFile>, 
/**
 * What is asked at check-in.
 */
questions: Array<QuestionFile>, };

export type EventInfo = { 
/**
 * Its title.
 */
title: string, 
/**
 * An IANA name.
 */
timeZone: string, 
/**
 * Its first day.
 */
starts: string, 
/**
 * Its last day.
 */
ends: string, 
/**
 * The house.
 */
venue: string, 
/**
 * Who holds it.
 */
organiser: string, 
/**
 * Who supports it.
 */
supporters: Array<string>, 
/**
 * Nothing counts.
 */
rehearsal: boolean, 
/**
 * The ticket types, those that lists brought too.
 */
ticketTypes: Array<TicketTypeWire>, 
/**
 * The questions asked at check-in.
 */
questions: Array<Question>, 
/**
 * This desk; absent for one who only reads.
 */
desk?: DeskWire, 
/**
 * Where the event's file lies.
 */
file: string, 
/**
 * Where badges are saved that no printer takes.
 */
badgeFolder: string, 
/**
 * Whether people are checked out.
 */
exits: boolean, 
/**
 * Whether the event has a passphrase.
 */
locked: boolean, 
/**
 * Minutes without a key after which a desk locks itself, where there are staff; 0: never.
 */
lockAfterMinutes: number, 
/**
 * Whether badges are printed at all.
 */
badges: boolean, 
/**
 * Headings of own fields that only those who need them see.
 */
privateFields: Array<string>, 
/**
 * Whether everybody comes anew each day.
 */
daily: boolean, 
/**
 * So many seconds the same code is our own double scan.
 */
bounceSeconds: number, 
/**
 * The badge template where a ticket type names none.
 */
badgeTemplate: string, 
/**
 * The badge templates there are.
 */
badgeTemplates: Array<TemplateName>, 
/**
 * When the newest list came.
 */
listAt?: string, 
/**
 * The newest list that came from a file and is in effect, to be named in `undoImport`.
 */
listImport?: string, };

export type ExportColumn = { key: string, heading: string, };

export type ExportFormat = "xlsx" | "csv";

export type ExportParams = { 
/**
 * The file; its ending decides: `.csv` or `.xlsx`. Without one, an XLSX file beside the event.
 */
out?: string, 
/**
 * What kind, where no file is named.
 */
format?: ExportFormat, 
/**
 * The columns by their keys, in this order; without, all of them.
 */
columns?: Array<string>, arrived?: boolean, status?: string, session?: string, ticketType?: string, };

export type Exported = { path: string, attendees: number, 
/**
 * The ends of all chains at that moment, for `verify --against`.
 */
heads: string, };

export type FieldDifference = { 
/**
 * Its key; `arrivedAt` for an arrival that only the list knows of.
 */
field: string, 
/**
 * What is shown now.
 */
now: string, 
/**
 * What the list says.
 */
list: string, 
/**
 * The desk whose correction stands now; the list's value is not taken by itself.
 */
desk?: string, 
/**
 * Whether the list's value is taken.
 */
taken: boolean, };

export type FindParams = { text: string, limit?: number, session?: string, };

export type FindResult = { 
/**
 * What was looked for.
 */
text: string, 
/**
 * Best first.
 */
hits: Array<Hit>, 
/**
 * There are more than were asked for.
 */
more: boolean, 
/**
 * The first is clearly the one: no other who is still expected is as good, and it is no guess.
 */
clear: boolean, };

export type FitKind = "shrink" | "wrap" | "lines";

export type FitWire = { 
/**
 * People tried so far; the next call tries more.
 */
done: number, 
/**
 * People to be tried.
 */
of: number, 
/**
 * How many badges do not come out as they should.
 */
troubled: number, 
/**
 * The first hundred of them.
 */
people: Array<TroubledWire>, 
/**
 * The smallest letters of a name so far, in points.
 */
smallestPt?: number, };

export type FoundPrinter = { 
/**
 * How it is spoken to: as `savePrinter` takes it.
 */
kind: 'ipp' | 'zpl' | 'brother', 
/**
 * What it calls itself.
 */
name: string, 
/**
 * Where it is.
 */
address: string, 
/**
 * What it is, if it says.
 */
model: string, };

export type Group = { 
/**
 * Its id; of an organisation its name.
 */
id: string, 
/**
 * Its name; may be empty.
 */
name: string, 
/**
 * On the list; of a session: registered.
 */
listed: number, 
/**
 * Have come.
 */
arrived: number, 
/**
 * Are inside.
 */
inside: number, 
/**
 * The seats of a session.
 */
seats?: number, };

export type HardWire = { attendee: string, 
/**
 * The name on the badge.
 */
name: string, 
/**
 * Why.
 */
why: 'longest' | 'longestWord' | 'shortest' | 'longestOrganisation' | 'noOrganisation' | 'script', 
/**
 * The English name of the script.
 */
script?: string, };

export type HealthParams = { 
/**
 * Also reads the whole journal and compares.
 */
all?: boolean, };

export type HealthWire = { 
/**
 * The worst of all checks: `ok`, `attention` or `blocked`.
 */
state: 'ok' | 'attention' | 'blocked', 
/**
 * Each check, always in the same order.
 */
checks: Array<CheckWire>, };

export type HeldWire = { 
/**
 * Confirmed, or with a payment due.
 */
listed: number, 
/**
 * Have come.
 */
arrived: number, 
/**
 * When the last thing in it happened.
 */
until?: string, };

export type HistoryLine = { record: string, kind: string, at: string, desk: string, staff: string, undone?: boolean, outcome?: string, direction?: string, end?: string, job?: string, reason?: string, session?: string, overridden?: string, fields?: Record<string, string | string[] | null> } & { [key: string]: unknown };

export type Hit = { 
/**
 * Who.
 */
attendee: Attendee, 
/**
 * By which letters.
 */
matched: Array<Matched>, 
/**
 * `exact`, `prefix`, `fold`, or a guess: `slip`, `sound`.
 */
tier: 'exact' | 'prefix' | 'fold' | 'slip' | 'sound', 
/**
 * Near-namesakes.
 */
alike: Array<string>, 
/**
 * Where they are, seen from the session that was asked for.
 */
presence?: string, 
/**
 * Whether they are registered for it.
 */
registered?: boolean, };

export type ImportCancelled = { 
/**
 * It stops, and nothing of it counts.
 */
cancelled: boolean, };

export type ImportOrder = { 
/**
 * Only say what it would do.
 */
preview?: boolean, 
/**
 * Tell each difference.
 */
differences?: boolean, 
/**
 * What was decided about them.
 */
choices?: Array<ListChoice>, 
/**
 * The digest of the file that was looked at.
 */
digest?: string, };

export type ImportParams = ListReading & ImportOrder;

export type ImportProgress = { 
/**
 * Rows written.
 */
done?: number, 
/**
 * Rows there are.
 */
of?: number, };

export type ImportReport = { import?: string, added: number, updated: number, unchanged: number, gone: number, conflicts: number, rejected: Array<Rejected>, warnings: Array<Warning>, encoding: string, delimiter?: string, sheet?: string, headerLine: number, mapping: { [key in string]: string }, columns?: Array<ListColumn>, people: number, cancelled: number, kept: number, digest: string, sheets?: Array<string>, encodings?: Array<ListEncoding>, remembered?: boolean, differing: { [key in string]: number }, differences?: Array<ListDifference>, undone?: boolean, };

export type InsideParams = { session?: string, };

export type InsidePerson = { 
/**
 * Their id.
 */
id: string, 
/**
 * As listed; empty for one who was erased.
 */
name: string, 
/**
 * As they want to be called; may be empty.
 */
badgeName: string, 
/**
 * May be empty.
 */
organisation: string, 
/**
 * The id of the ticket type; may be empty.
 */
ticketType: string, 
/**
 * Since when.
 */
since: string, };

export type JobParams = { job: string, };

export type JobsParams = { state?: string, attendee?: string, };

export type JoinParams = { keep: string, same: string, };

export type Keyboards = { 
/**
 * What the scanner is set to.
 */
scanner: string, 
/**
 * What the computer is set to.
 */
computer: string, };

export type KnownKeyboards = { scanner: string, computer: string, };

export type LastWire = { 
/**
 * Who.
 */
attendee: LatestAttendee, 
/**
 * When.
 */
at: string, };

export type LatestAttendee = { 
/**
 * Their id.
 */
id: string, 
/**
 * As listed.
 */
name: string, 
/**
 * As they want to be called; may be empty.
 */
badgeName: string, 
/**
 * May be empty.
 */
organisation: string, };

export type LatestLine = { 
/**
 * The record, to be named in an undo.
 */
record: string, 
/**
 * When.
 */
at: string, 
/**
 * `entry`, `exit` or `refused`.
 */
kind: 'entry' | 'exit' | 'refused', 
/**
 * The outcome.
 */
outcome: string, 
/**
 * The session; absent for the event.
 */
session?: string, 
/**
 * Who; absent once erased.
 */
attendee?: LatestAttendee, 
/**
 * Their badge, as `Attendee.badge`.
 */
badge: string, 
/**
 * It was made void.
 */
undone?: boolean, };

export type LatestParams = { limit?: number, };

export type LatestResult = { 
/**
 * Newest first.
 */
latest: Array<LatestLine>, };

export type LetterWire = { 
/**
 * As it is in the code.
 */
meant: string, 
/**
 * As it arrived; may be empty.
 */
came: string, };

export type ListChoice = { 
/**
 * The row; or `attendee`, of who is gone.
 */
line?: number, attendee?: string, 
/**
 * Whether the row is taken; of who is gone, whether they become cancelled.
 */
take?: boolean, 
/**
 * Field → whether the list's value is taken.
 */
fields?: { [key in string]: boolean }, as?: MeantAs, };

export type ListColumn = { 
/**
 * The list's heading.
 */
heading: string, 
/**
 * The field it was taken for, as `map` names it; own columns and those that are not read have none.
 */
field?: string, 
/**
 * The first values in it, at most three.
 */
samples: Array<string>, };

export type ListDifference = { 
/**
 * What kind.
 */
kind: 'conflict' | 'same' | 'gone' | 'changed' | 'new', 
/**
 * The row; none for who is gone.
 */
line?: number, 
/**
 * Who is here.
 */
attendee?: string, 
/**
 * The name as it will be: in the list, or of who is gone.
 */
name: string, 
/**
 * In the list, or of who is gone.
 */
organisation: string, 
/**
 * The person who is here: name, organisation and e-mail.
 */
now?: DifferenceNow, 
/**
 * Which fields change.
 */
fields?: Array<FieldDifference>, 
/**
 * Whether it should be looked at first.
 */
weighty?: boolean, 
/**
 * Whether it happens, as things are chosen.
 */
taken: boolean, };

export type ListEdit = { line: number, 
/**
 * The column's heading; without it, the whole line of a text file.
 */
heading?: string, text: string, };

export type ListEncoding = { 
/**
 * As `encoding` names it.
 */
encoding: string, 
/**
 * The first places with other letters than A to Z, at most three.
 */
samples: Array<string>, };

export type ListLine = { line: number, 
/**
 * Its cells from the left.
 */
cells: Array<string>, 
/**
 * The line itself, in a text file.
 */
text?: string, };

export type ListLines = { 
/**
 * All headings from the left, blank ones too.
 */
headings: Array<string>, lines: Array<ListLine>, };

export type ListLinesParams = { list: ListReading, lines: Array<number>, };

export type ListParams = { sort?: Sort, descending?: boolean, arrived?: boolean, status?: string, session?: string, limit?: number, after?: string, };

export type ListReading = { 
/**
 * The file; or `text`.
 */
path?: string, 
/**
 * Pasted text.
 */
text?: string, 
/**
 * Field → heading.
 */
map?: { [key in string]: string }, sheet?: string, encoding?: string, 
/**
 * Cells put right.
 */
edits?: Array<ListEdit>, 
/**
 * Where no heading is known, the first row is taken as the headings.
 */
anyHeader?: boolean, 
/**
 * Take the columns as for the last list of this shape, and remember those of this one.
 */
remember?: boolean, };

export type ListResult = { 
/**
 * In the order asked for.
 */
attendees: Array<Attendee>, 
/**
 * Who is last here, if there are more: `after` of the next call.
 */
next?: string, };

export type ListRow = { line: number, name: string, organisation: string, email: string, 
/**
 * As the list calls it.
 */
ticketType: string, warnings: Array<string>, 
/**
 * Why it does not come in.
 */
rejected?: string, column?: string, value?: string, otherLine?: number, };

export type ListRows = { rows: Array<ListRow>, 
/**
 * How many there are of this kind.
 */
total: number, };

export type ListRowsParams = { list: ListReading, which?: RowsWanted, from?: number, limit?: number, };

export type MakeParams = { 
/**
 * What people call it; of a file without one, the file's name.
 */
title?: string, 
/**
 * A copy of this template.
 */
like?: string, 
/**
 * A file.
 */
path?: string, 
/**
 * A file's text.
 */
svg?: string, };

export type Matched = { 
/**
 * The field's name.
 */
field: string, 
/**
 * The first letter.
 */
start: number, 
/**
 * Behind the last letter.
 */
end: number, };

export type MeantAs = "substitution" | "correction" | "new";

export type MediumParams = { 
/**
 * The folder under which the copies are to lie, such as that of a stick; null: none any more; absent: as it was.
 */
folder?: string | null, 
/**
 * Whether names may lie there unencrypted, where the event has no passphrase; absent: as it was.
 */
inClear?: boolean, };

export type MediumWire = { 
/**
 * The folder of the copies; absent: none was chosen.
 */
folder?: string, 
/**
 * As `found` of the check `medium` in `health`.
 */
found: 'none' | 'waiting' | 'ok' | 'gone' | 'other' | 'full' | 'failed' | 'noWord', 
/**
 * When the newest copy on it was made; absent: none is known.
 */
at?: string, 
/**
 * Names may lie there unencrypted: a lead gave their word.
 */
inClear: boolean, 
/**
 * Whether it lies on the same disk as the event, and so is lost with it.
 */
sameDisk: boolean, 
/**
 * What is plugged in, as far as the system tells.
 */
sticks: Array<StickWire>, };

export type Mention = { 
/**
 * In whose data.
 */
attendee: string, 
/**
 * Their name.
 */
name: string, 
/**
 * In which field; [`HISTORY`]: in a reason, or in what a field said before.
 */
field: string, };

export type MoveParams = { from: string, to: string, };

export type MovedBadges = { 
/**
 * Which printer, by its name.
 */
to: string, 
/**
 * Whose, in their order; at most 20.
 */
names: Array<string>, };

export type NameDeskParams = { name: string, };

export type NoParams = Record<symbol, never>;

export type Nothing = Record<string, never>;

export type Override = { reason: string, };

export type Overview = { listed: number, arrived: number, inside: number, left: number, cancelled: number, waitlisted: number, byTicketType: Array<Group>, byOrganisation: Array<Group>, bySession: Array<Group>, 
/**
 * First entries per five minutes, from the first slot to the last, empty ones left out.
 */
arrivals: Array<ArrivalsWire>, 
/**
 * How many the house holds.
 */
seats?: number, 
/**
 * More are inside than the house holds.
 */
beyond?: BeyondWire, };

export type PaintKind = "fixed" | "accent" | "onAccent" | "accentInk";

export type PaintWire = { kind: PaintKind, colour: string, };

export type PaperEdge = "long" | "short";

export type PartWire = { kind: 'text' | 'picture' | 'code' | 'bars' | 'image' | 'fill', 
/**
 * On the back of the badge.
 */
back: boolean, 
/**
 * Of texts and pictures.
 */
slot?: string, leftMm: number, topMm: number, widthMm: number, heightMm: number, movable: boolean, 
/**
 * As in `data-if`; empty: always drawn.
 */
condition: string, text?: TextWire, paint?: PaintWire, };

export type PauseParams = { printer: string, paused: boolean, };

export type PersonFields = { name?: string | null, givenName?: string | null, familyName?: string | null, badgeName?: string | null, organisation?: string | null, title?: string | null, email?: string | null, phone?: string | null, ticketType?: string | null, ticketCodes?: string[] | null, order?: string | null, status?: string | null, language?: string | null, note?: string | null, alert?: string | null, sessions?: string[] | null, fields?: Record<string, string | null>, answers?: Record<string, string | null> };

export type PrintJob = { id: string, attendee: string, state: string, reason?: string, printer?: string, 
/**
 * The name of the printer from which it comes or came; absent for the folder.
 */
comesFrom?: string, copies: number, reprintOf?: string, 
/**
 * Which badge of this person it is, from 2, if others are out or may be.
 */
nth?: number, at: string, };

export type PrinterChoice = { 
/**
 * By which records know it: small letters, digits and hyphens. Empty in `savePrinter`: a new one.
 */
id: string, 
/**
 * What staff call it, such as `Printer A`.
 */
name: string, 
/**
 * Where it stands, such as `Skranke 2, til højre`.
 */
place?: string, kind: PrinterKind, 
/**
 * Its address, path or name.
 */
address: string, 
/**
 * Dots per inch, if it does not tell; 36 to 1200.
 */
dpi?: number, 
/**
 * Labels on a new roll, if they are to be counted.
 */
rollLabels?: number, 
/**
 * Moves every badge to the right and down, in millimetres.
 */
offsetMm?: [number, number], 
/**
 * The SHA-256 digest of the certificate that was accepted, in hexadecimal digits.
 */
certificate?: string, 
/**
 * Nothing is printed on it for now.
 */
paused?: boolean, };

export type PrinterKind = "ipp" | "zpl" | "brother" | "folder" | "windows";

export type PrinterLamp = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * As in `printers`.
 */
state: string, 
/**
 * Labels left.
 */
left?: number, 
/**
 * Whether somebody should change the roll soon.
 */
isLow: boolean, 
/**
 * Whether it is the first of this desk's order.
 */
isFirst: boolean, };

export type PrinterParams = { printer: string, };

export type PrinterState = { 
/**
 * `ready`, `printing`, `starting`, `paused`, or what is the matter: `paperOut`, `coverOpen`, `jam` ….
 */
state: string, 
/**
 * What it calls itself.
 */
model?: string, 
/**
 * Width and length of what is in it; length 0: a roll without end.
 */
mediaMm?: [number, number], 
/**
 * Whether it says what came out; else somebody is asked.
 */
tells: boolean, 
/**
 * It says that paper is nearly used up.
 */
isLow: boolean, 
/**
 * Badges that are its own and wait.
 */
queue: number, 
/**
 * Labels left, counted.
 */
left?: number, 
/**
 * When they end.
 */
emptyInMinutes?: number, 
/**
 * The rush before which the roll is better changed.
 */
before?: string, 
/**
 * Badges confirmed today.
 */
today: number, 
/**
 * The last of them.
 */
lastLabel?: string, 
/**
 * When it answered last.
 */
lastAnswer?: string, 
/**
 * Whose badges come out elsewhere, and where.
 */
moved: Array<MovedBadges>, 
/**
 * Badges of which nobody knows whether they came out; newest first.
 */
unknown: Array<AskedBadge>, 
/**
 * How the last test page ended: `confirmed`, `unknown` or what was the matter.
 */
tested?: string, 
/**
 * The certificate that it shows, if that is not the one that is accepted.
 */
showsCertificate?: string, 
/**
 * By which records know it: small letters, digits and hyphens. Empty in `savePrinter`: a new one.
 */
id: string, 
/**
 * What staff call it, such as `Printer A`.
 */
name: string, 
/**
 * Where it stands, such as `Skranke 2, til højre`.
 */
place?: string, kind: PrinterKind, 
/**
 * Its address, path or name.
 */
address: string, 
/**
 * Dots per inch, if it does not tell; 36 to 1200.
 */
dpi?: number, 
/**
 * Labels on a new roll, if they are to be counted.
 */
rollLabels?: number, 
/**
 * Moves every badge to the right and down, in millimetres.
 */
offsetMm?: [number, number], 
/**
 * The SHA-256 digest of the certificate that was accepted, in hexadecimal digits.
 */
certificate?: string, 
/**
 * Nothing is printed on it for now.
 */
paused?: boolean, };

export type Printers = { 
/**
 * Each, in the order of adding; empty: badges go to the folder.
 */
printers: Array<PrinterState>, 
/**
 * The order in which they are tried, by id.
 */
order: Array<string>, 
/**
 * The same for single badge templates.
 */
templates: { [key in string]: Array<string> }, 
/**
 * What prints by itself.
 */
auto: AutoPrint, 
/**
 * So many milliseconds a printer may be silent before the next takes over.
 */
silenceMs: number, 
/**
 * The folder for badges without a printer.
 */
folder: string, 
/**
 * Whether this program prints at all; one that only reads does not.
 */
prints: boolean, };

export type PrintingParams = { order?: Array<string>, templates?: { [key in string]: Array<string> }, auto?: AutoPrint, silenceMs?: number, };

export type Problem = { 
/**
 * The short word to branch on.
 */
code: string, 
/**
 * What happened.
 */
message: string, 
/**
 * What a person at the desk can do.
 */
hint: string, };

export type Programme = { 
/**
 * The sessions by time.
 */
sessions: Array<SessionWire>, };

export type ProgrammeParams = { out?: string, };

export type PutStaffParams = { 
/**
 * Whom to change; absent: somebody new, who needs a PIN.
 */
id?: string, name: string, role: 'desk' | 'lead', 
/**
 * 4 to 8 digits; absent: as it was.
 */
pin?: string, };

export type Question = { 
/**
 * Its id, as `answers` names it.
 */
id: string, 
/**
 * The question.
 */
text: string, 
/**
 * `choice`, `yesNo`, `text` or `number`.
 */
answer: string, 
/**
 * The choices.
 */
choices?: Array<string>, 
/**
 * Nobody comes in without an answer.
 */
required?: boolean, 
/**
 * Only those who need it see the answer.
 */
private?: boolean, };

export type QuestionFile = { 
/**
 * Its id.
 */
id: string, 
/**
 * The question.
 */
text: string, 
/**
 * `choice`, `yesNo`, `text` or `number`.
 */
answer: AnswerFile, 
/**
 * The choices.
 */
choices: Array<string>, 
/**
 * Whether nobody comes in without an answer.
 */
required: boolean, 
/**
 * Whether only those who need it see the answer.
 */
private: boolean, };

export type QueueParams = { attendee: string, printer?: string, };

export type Refusal = { 
/**
 * When.
 */
at: string, 
/**
 * Where.
 */
desk: string, 
/**
 * Why: the outcome.
 */
reason: string, 
/**
 * What the outcome says more.
 */
detail?: string, 
/**
 * What was scanned.
 */
text?: string, 
/**
 * Who, if that is known.
 */
attendee?: string, };

export type RefusalsParams = { since?: string, limit?: number, };

export type ReissueParams = { attendee: string, reason: string, };

export type Rejected = { line: number, column?: string, reason: string, value?: string, 
/**
 * The line on which the same code or guest stands.
 */
otherLine?: number, };

export type RemoveStaffParams = { id: string, };

export type RenderParams = { attendee: string, format: string, template?: string, out?: string, };

export type Rendered = { 
/**
 * Where it lies.
 */
path?: string, 
/**
 * Its bytes in base64.
 */
data?: string, };

export type Report = "arrivals" | "inside" | "noShows" | "statistics";

export type ReportParams = { report: Report, out?: string, };

export type RowsWanted = "all" | "warned" | "rejected";

export type SaveParams = { session?: string, out?: string, };

export type SavePersonParams = { attendee: string, out?: string, };

export type SaveRejectedParams = { list: ListReading, out?: string, };

export type SaveTemplateParams = { template: string, out?: string, };

export type Saved = { path: string, };

export type ScannerTest = { 
/**
 * Whether it was the test code at all, garbled or not.
 */
test: boolean, 
/**
 * Whether every letter is understood.
 */
whole: boolean, 
/**
 * Scanner and computer, if they disagree in a way that can be undone.
 */
keyboards?: Keyboards, 
/**
 * How many letters are put right.
 */
corrected: number, 
/**
 * Each letter of the code.
 */
letters: Array<LetterWire>, };

export type SessionCounts = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its title.
 */
title: string, 
/**
 * How many people it holds.
 */
seats?: number, 
/**
 * On the list for it.
 */
registered: number, 
/**
 * Are inside.
 */
taken: number, };

export type SessionFile = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its title.
 */
title: string, 
/**
 * The room.
 */
room: string, 
/**
 * Who speaks.
 */
speakers: Array<string>, 
/**
 * Local time.
 */
starts: string, 
/**
 * Local time.
 */
ends: string, 
/**
 * How many people it holds.
 */
seats?: number, 
/**
 * Whether people check in to it.
 */
checkIn: boolean, 
/**
 * Only people registered for it may enter.
 */
registeredOnly: boolean, 
/**
 * Only these ticket types may enter; empty: all.
 */
ticketTypes: Array<string>, 
/**
 * It opens so many minutes before its start.
 */
opensBeforeMinutes?: number, 
/**
 * It closes so many minutes after its start.
 */
closesAfterMinutes?: number, 
/**
 * One has to be inside the event first.
 */
eventFirst: boolean, };

export type SessionSeats = { id: string, title: string, seats?: number, taken: number, };

export type SessionWire = { id: string, title: string, room: string, speakers: Array<string>, starts: string, ends: string, checkIn: boolean, registeredOnly: boolean, ticketTypes: Array<string>, seats?: number, registered: number, taken: number, 
/**
 * More are inside than there are seats.
 */
beyond?: BeyondWire, };

export type SheetParams = { batch: BatchParams, 
/**
 * Counted from 0.
 */
number: number, };

export type SheetPicture = { data: string, };

export type Sort = "name" | "organisation" | "ticketType" | "status" | "firstEntry";

export type StaffResult = { 
/**
 * Whoever signed in last first.
 */
staff: Array<StaffWire>, };

export type StaffWire = { 
/**
 * Their id.
 */
id: string, 
/**
 * Their name.
 */
name: string, 
/**
 * What they may do: `desk` or `lead`.
 */
role: 'desk' | 'lead', 
/**
 * How many digits their PIN has.
 */
digits: number, };

export type StatusParams = { attendee: string, status: string, reason?: string, };

export type SteerParams = { to: SteerTo, };

export type SteerTo = "pause" | "continue" | "stop";

export type StepParams = { template: string, revision: number, 
/**
 * To the step before, or the one that was undone.
 */
way: WayWire, };

export type StickWire = { folder: string, 
/**
 * Bytes that can still be written.
 */
free?: number, };

export type SubstituteParams = { attendee: string } & PersonFields;

export type SupportParams = { out?: string, };

export type TemplateFile = { path?: string, svg?: string, };

export type TemplateName = { 
/**
 * As settings name it.
 */
template: string, 
/**
 * As people name it; absent for one that comes with the program.
 */
title?: string, };

export type TemplateParams = { template: string, };

export type TemplateWire = { 
/**
 * As settings name it.
 */
template: string, 
/**
 * As people name it; absent for one that comes with the program.
 */
title?: string, 
/**
 * Its width in millimetres.
 */
widthMm: number, 
/**
 * Its height in millimetres.
 */
heightMm: number, 
/**
 * The ids of the ticket types that name it.
 */
ticketTypes: Array<string>, 
/**
 * Whether those get it whose ticket type names none.
 */
usual: boolean, 
/**
 * Grows with each change; 0 for one that comes with the program.
 */
revision: number, 
/**
 * When it was changed last, of the event's own.
 */
savedAt?: string, };

export type TemplatesWire = { 
/**
 * Those of the event's own first.
 */
templates: Array<TemplateWire>, 
/**
 * Somebody with a long name, for the pictures; absent while nobody is on the list.
 */
sample?: string, };

export type TestPage = "label" | "alignment";

export type TestPrintParams = { printer: string, page: TestPage, };

export type TestScannerParams = { text: string, };

export type TextWire = { bold: boolean, italic: boolean, align: AlignWire, vertical: VerticalWire, fit: FitKind, maxLines: number, largestPt: number, smallestPt: number, };

export type TicketTypeFile = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Its colour, `#rrggbb`.
 */
colour: string, 
/**
 * Its badge template.
 */
badgeTemplate: string, 
/**
 * Whether an entry asks for a badge.
 */
badge: boolean, };

export type TicketTypeWire = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its name as people read it.
 */
name: string, 
/**
 * As `#rrggbb`; empty: that of the template.
 */
colour: string, };

export type TroubleWire = { trouble: 'cut' | 'glyphs' | 'outside', 
/**
 * In which slot.
 */
slot: string, 
/**
 * Letters that no typeface has.
 */
letters?: string, };

export type TroubledWire = { attendee: string, 
/**
 * The name on the badge.
 */
name: string, troubles: Array<TroubleWire>, };

export type UndoCheckInParams = { checkIn: string, reason: string, };

export type UndoImportParams = { import: string, };

export type UndoParams = { record: string, reason: string, };

export type UndoResult = { 
/**
 * The act that is void now.
 */
record: string, 
/**
 * Always true.
 */
undone: boolean, 
/**
 * The person as they are now; null if they are gone.
 */
now: Attendee | null, 
/**
 * `cancelled`: the badge was called off; `takeBack`: it may have come out.
 */
badge?: string, };

export type VerticalWire = "top" | "middle" | "bottom";

export type WaitingWire = { 
/**
 * Who.
 */
attendee: LatestAttendee, 
/**
 * `alert`: nobody has said that the alert was seen; `name`: the ticket has no name yet, and so there is no badge.
 */
forWhat: 'alert' | 'name', 
/**
 * The alert; empty for `name`.
 */
alert: string, 
/**
 * Since when.
 */
at: string, };

export type Warning = { line: number, reason: string, };

export type WayWire = "undo" | "redo";

export type WhoIsInside = { 
/**
 * When this was so.
 */
at: string, 
/**
 * Everybody, by family name. Who was erased is counted without a name.
 */
inside: Array<InsidePerson>, };

/** Every call: what it takes and what it gives. Calls that change something take a `nonce`. */
export interface Calls {
  findAttendees: { params: FindParams; result: FindResult };
  listAttendees: { params: ListParams; result: ListResult };
  getAttendee: { params: AttendeeParams; result: Attendee };
  checkIn: { params: CheckInParams & { nonce?: string }; result: CheckInResult & { repeated?: boolean } };
  undo: { params: UndoParams & { nonce?: string }; result: UndoResult & { repeated?: boolean } };
  undoCheckIn: { params: UndoCheckInParams & { nonce?: string }; result: UndoResult & { repeated?: boolean } };
  addWalkIn: { params: PersonFields & { nonce?: string }; result: Attendee & { repeated?: boolean } };
  amendAttendee: { params: AmendParams & { nonce?: string }; result: Attendee & { repeated?: boolean } };
  substituteAttendee: { params: SubstituteParams & { nonce?: string }; result: Attendee & { repeated?: boolean } };
  joinAttendees: { params: JoinParams & { nonce?: string }; result: Attendee & { repeated?: boolean } };
  setStatus: { params: StatusParams & { nonce?: string }; result: Attendee & { repeated?: boolean } };
  reissueBadge: { params: ReissueParams & { nonce?: string }; result: Attendee & { repeated?: boolean } };
  acknowledgeAlert: { params: AttendeeParams & { nonce?: string }; result: Attendee & { repeated?: boolean } };
  seeContact: { params: AttendeeParams & { nonce?: string }; result: Attendee & { repeated?: boolean } };
  importList: { params: ImportParams & { nonce?: string }; result: ImportReport & { repeated?: boolean } };
  undoImport: { params: UndoImportParams & { nonce?: string }; result: ImportReport & { repeated?: boolean } };
  renderBadge: { params: RenderParams; result: Rendered };
  renderProgramme: { params: ProgrammeParams; result: Rendered };
  planBadges: { params: BatchParams; result: BatchPlan };
  sheetPicture: { params: SheetParams; result: SheetPicture };
  printBadges: { params: BatchParams & { nonce?: string }; result: BatchState & { repeated?: boolean } };
  badgeBatch: { params: NoParams; result: BatchState };
  steerBadges: { params: SteerParams & { nonce?: string }; result: BatchState & { repeated?: boolean } };
  queueBadge: { params: QueueParams & { nonce?: string }; result: PrintJob & { repeated?: boolean } };
  printJobs: { params: JobsParams; result: Array<PrintJob> };
  answerJob: { params: AnswerParams & { nonce?: string }; result: PrintJob & { repeated?: boolean } };
  cancelJob: { params: JobParams & { nonce?: string }; result: PrintJob & { repeated?: boolean } };
  refusals: { params: RefusalsParams; result: Array<Refusal> };
  programme: { params: Nothing; result: Programme };
  overview: { params: Nothing; result: Overview };
  event: { params: Nothing; result: EventInfo };
  deskState: { params: DeskStateParams; result: DeskState };
  latest: { params: LatestParams; result: LatestResult };
  colleagues: { params: ColleaguesParams; result: Colleagues };
  importProgress: { params: Nothing; result: ImportProgress };
  cancelImport: { params: Nothing; result: ImportCancelled };
  listRows: { params: ListRowsParams; result: ListRows };
  listLines: { params: ListLinesParams; result: ListLines };
  saveRejected: { params: SaveRejectedParams; result: Saved };
  exportList: { params: ExportParams; result: Exported };
  exportColumns: { params: Nothing; result: Array<ExportColumn> };
  saveReport: { params: ReportParams; result: Saved };
  savePerson: { params: SavePersonParams; result: Saved };
  arrivals: { params: ArrivalsParams; result: ArrivalsDay };
  whoIsInside: { params: InsideParams; result: WhoIsInside };
  saveInside: { params: SaveParams; result: Saved };
  health: { params: HealthParams; result: HealthWire };
  nameDesk: { params: NameDeskParams & { nonce?: string }; result: EventInfo & { repeated?: boolean } };
  amendEvent: { params: EventFields & { nonce?: string }; result: EventInfo & { repeated?: boolean } };
  eventSettings: { params: Nothing; result: EventFile };
  testScanner: { params: TestScannerParams; result: ScannerTest };
  deskCommand: { params: DeskCommandParams; result: DeskCommand };
  saveDeskCodes: { params: DeskCodesParams; result: Saved };
  saveSupport: { params: SupportParams; result: Saved };
  printers: { params: Nothing; result: Printers };
  findPrinters: { params: Nothing; result: Array<FoundPrinter> };
  savePrinter: { params: PrinterChoice & { nonce?: string }; result: Printers & { repeated?: boolean } };
  removePrinter: { params: PrinterParams & { nonce?: string }; result: Printers & { repeated?: boolean } };
  pausePrinter: { params: PauseParams & { nonce?: string }; result: Printers & { repeated?: boolean } };
  setPrinting: { params: PrintingParams & { nonce?: string }; result: Printers & { repeated?: boolean } };
  testPrint: { params: TestPrintParams & { nonce?: string }; result: Printers & { repeated?: boolean } };
  rollChanged: { params: PrinterParams & { nonce?: string }; result: Printers & { repeated?: boolean } };
  moveJobs: { params: MoveParams & { nonce?: string }; result: Printers & { repeated?: boolean } };
  staff: { params: Nothing; result: StaffResult };
  putStaff: { params: PutStaffParams & { nonce?: string }; result: StaffResult & { repeated?: boolean } };
  removeStaff: { params: RemoveStaffParams & { nonce?: string }; result: StaffResult & { repeated?: boolean } };
  mentions: { params: EraseParams; result: Array<Mention> };
  eraseAttendee: { params: EraseParams & { nonce?: string }; result: Erased & { repeated?: boolean } };
  eraseEvent: { params: EraseEventParams & { nonce?: string }; result: Erased & { repeated?: boolean } };
  backups: { params: Nothing; result: BackupsWire };
  chooseMedium: { params: MediumParams & { nonce?: string }; result: BackupsWire & { repeated?: boolean } };
  badgeTemplates: { params: Nothing; result: TemplatesWire };
  hardestNames: { params: Nothing; result: Array<HardWire> };
  templateFit: { params: TemplateParams; result: FitWire };
  saveTemplate: { params: SaveTemplateParams; result: TemplateFile };
  makeTemplate: { params: MakeParams & { nonce?: string }; result: DesignWire & { repeated?: boolean } };
  removeTemplate: { params: TemplateParams & { nonce?: string }; result: TemplatesWire & { repeated?: boolean } };
  assignTemplate: { params: AssignParams & { nonce?: string }; result: TemplatesWire & { repeated?: boolean } };
  designTemplate: { params: TemplateParams; result: DesignWire };
  editTemplate: { params: EditParams & { nonce?: string }; result: DesignWire & { repeated?: boolean } };
  stepTemplate: { params: StepParams & { nonce?: string }; result: DesignWire & { repeated?: boolean } };
}
