#include "domain/demo_words.h"

#include "base/str.h"
#include "domain/country.h"

#define WORDS(...) \
    { (const char *const[]){ __VA_ARGS__ }, COUNT(((const char *const[]){ __VA_ARGS__ })) }

/* ---- Nederland ------------------------------------------------------------------------------ */

static const struct demo_place dutch_places[] = {
    { "Amsterdam", "020", 1011, 1109, 88 },         { "Rotterdam", "010", 3011, 3089, 66 },
    { "Den Haag", "070", 2491, 2599, 55 },          { "Utrecht", "030", 3511, 3585, 36 },
    { "Eindhoven", "040", 5611, 5658, 24 },         { "Groningen", "050", 9711, 9747, 23 },
    { "Tilburg", "013", 5011, 5049, 22 },           { "Almere", "036", 1311, 1363, 22 },
    { "Breda", "076", 4811, 4839, 18 },             { "Nijmegen", "024", 6511, 6546, 18 },
    { "Apeldoorn", "055", 7311, 7339, 16 },         { "Haarlem", "023", 2011, 2037, 16 },
    { "Arnhem", "026", 6811, 6846, 16 },            { "Enschede", "053", 7511, 7548, 16 },
    { "Amersfoort", "033", 3811, 3829, 16 },        { "Zwolle", "038", 8011, 8045, 13 },
    { "Zoetermeer", "079", 2711, 2729, 13 },        { "Leiden", "071", 2311, 2334, 12 },
    { "Maastricht", "043", 6211, 6229, 12 },        { "'s-Hertogenbosch", "073", 5211, 5237, 12 },
    { "Dordrecht", "078", 3311, 3329, 12 },         { "Leeuwarden", "058", 8911, 8941, 11 },
    { "Delft", "015", 2611, 2629, 10 },             { "Alkmaar", "072", 1811, 1827, 9 },
    { "Hilversum", "035", 1211, 1223, 9 },          { "Amstelveen", "020", 1181, 1187, 9 },
    { "Helmond", "0492", 5701, 5709, 9 },           { "Zaandam", "075", 1501, 1509, 8 },
    { "Hoofddorp", "023", 2131, 2135, 8 },          { "Ede", "0318", 6711, 6718, 8 },
    { "Alphen aan den Rijn", "0172", 2401, 2409, 8 }, { "Deventer", "0570", 7411, 7429, 8 },
    { "Purmerend", "0299", 1441, 1448, 8 },         { "Lelystad", "0320", 8211, 8245, 8 },
    { "Schiedam", "010", 3111, 3125, 8 },           { "Hengelo", "074", 7551, 7559, 8 },
    { "Venlo", "077", 5911, 5928, 7 },              { "Heerlen", "045", 6411, 6422, 7 },
    { "Roosendaal", "0165", 4701, 4709, 7 },        { "Vlaardingen", "010", 3131, 3138, 7 },
    { "Gouda", "0182", 2801, 2809, 7 },             { "Hoorn", "0229", 1621, 1628, 7 },
    { "Almelo", "0546", 7601, 7609, 7 },            { "Oss", "0412", 5341, 5349, 6 },
    { "Emmen", "0591", 7811, 7828, 6 },             { "Veenendaal", "0318", 3901, 3907, 6 },
    { "Assen", "0592", 9401, 9408, 6 },             { "Nieuwegein", "030", 3431, 3439, 6 },
    { "Capelle aan den IJssel", "010", 2901, 2909, 6 }, { "Bergen op Zoom", "0164", 4611, 4625, 5 },
    { "Den Helder", "0223", 1781, 1788, 5 },        { "Katwijk", "071", 2221, 2225, 5 },
    { "Zeist", "030", 3701, 3709, 5 },              { "Doetinchem", "0314", 7001, 7009, 5 },
    { "Roermond", "0475", 6041, 6045, 5 },          { "Middelburg", "0118", 4331, 4338, 4 },
    { "Vlissingen", "0118", 4381, 4389, 4 },        { "Drachten", "0512", 9201, 9207, 4 },
    { "Harderwijk", "0341", 3841, 3846, 4 },        { "Hoogeveen", "0528", 7901, 7909, 4 },
    { "Tiel", "0344", 4001, 4007, 4 },              { "Weert", "0495", 6001, 6006, 4 },
    { "Sittard", "046", 6131, 6137, 4 },            { "Waalwijk", "0416", 5141, 5146, 4 },
    { "Beverwijk", "0251", 1941, 1949, 4 },         { "Woerden", "0348", 3441, 3449, 4 },
    { "Zutphen", "0575", 7201, 7207, 4 },           { "Rijswijk", "070", 2281, 2289, 4 },
    { "Hardenberg", "0523", 7771, 7773, 3 },        { "Terneuzen", "0115", 4531, 4538, 3 },
    { "Goes", "0113", 4461, 4465, 3 },              { "Sneek", "0515", 8601, 8608, 3 },
    { "Heerenveen", "0513", 8441, 8448, 3 },        { "Kampen", "038", 8261, 8267, 3 },
    { "Meppel", "0522", 7941, 7944, 3 },            { "Winterswijk", "0543", 7101, 7109, 3 },
    { "IJmuiden", "0255", 1971, 1976, 3 },          { "Barneveld", "0342", 3771, 3773, 3 },
    { "Hellevoetsluis", "0181", 3221, 3225, 3 },    { "Naaldwijk", "0174", 2671, 2673, 3 },
    { "Bussum", "035", 1401, 1406, 3 },             { "Wageningen", "0317", 6701, 6709, 3 },
    { "Volendam", "0299", 1131, 1132, 2 },          { "Urk", "0527", 8321, 8322, 2 },
    { "Stadskanaal", "0599", 9501, 9503, 2 },       { "Delfzijl", "0596", 9930, 9936, 2 },
    { "Culemborg", "0345", 4101, 4107, 2 },         { "Valkenswaard", "040", 5551, 5556, 2 },
    { "Den Burg", "0222", 1791, 1791, 1 },
};

static const struct demo_bank dutch_banks[] = {
    { "INGB", "INGBNL2A", 36 }, { "RABO", "RABONL2U", 32 }, { "ABNA", "ABNANL2A", 20 }, { "SNSB", "SNSBNL2A", 4 },
    { "KNAB", "KNABNL2H", 4 },  { "BUNQ", "BUNQNL2A", 3 },  { "TRIO", "TRIONL2U", 2 },  { "ASNB", "ASNBNL21", 2 },
    { "RBRB", "RBRBNL21", 2 },
};

/* ---- België and Duitsland ------------------------------------------------------------------- */

static const struct demo_place belgian_places[] = {
    { "Antwerpen", "+32 3", 2000, 2060, 5 }, { "Gent", "+32 9", 9000, 9000, 3 },    { "Brugge", "+32 50", 8000, 8000, 2 },
    { "Hasselt", "+32 11", 3500, 3500, 2 },  { "Leuven", "+32 16", 3000, 3001, 2 }, { "Turnhout", "+32 14", 2300, 2300, 2 },
    { "Mechelen", "+32 15", 2800, 2800, 1 }, { "Kortrijk", "+32 56", 8500, 8500, 1 },
};

static const struct demo_bank belgian_banks[] = {
    { "001", "GEBABEBB", 3 }, { "734", "KREDBEBB", 3 }, { "310", "BBRUBEBB", 2 }, { "063", "GKCCBEBB", 2 },
};

static const struct demo_place german_places[] = {
    { "Kleve", "+49 2821", 47533, 47533, 3 },  { "Emmerich am Rhein", "+49 2822", 46446, 46446, 2 },
    { "Bocholt", "+49 2871", 46395, 46399, 2 }, { "Gronau", "+49 2562", 48599, 48599, 2 },
    { "Nordhorn", "+49 5921", 48527, 48531, 2 }, { "Münster", "+49 251", 48143, 48167, 2 },
    { "Düsseldorf", "+49 211", 40210, 40237, 2 }, { "Köln", "+49 221", 50667, 50679, 2 },
    { "Aachen", "+49 241", 52062, 52080, 2 },
};

static const struct demo_bank german_banks[] = {
    { "37040044", "COBADEFF", 3 }, { "37070060", "DEUTDEDK", 3 }, { "50010517", "INGDDEFF", 2 },
};

/* ---- Words ---------------------------------------------------------------------------------- */

static const struct demo_words dutch_first_names = WORDS(
    "Jan", "Piet", "Kees", "Henk", "Willem", "Johan", "Peter", "Marco", "Erik", "Bas", "Tim",
    "Daan", "Sem", "Lucas", "Levi", "Finn", "Noah", "Thijs", "Jesse", "Lars", "Ruben", "Stijn",
    "Sander", "Jeroen", "Maarten", "Wouter", "Gijs", "Joost", "Rob", "Frank", "Ron", "Theo",
    "Wim", "Arie", "Gerrit", "Hans", "Martijn", "Bart", "Dennis", "Mark", "Rik", "Koen", "Floris",
    "Pepijn", "Tijmen", "Jelle", "Sjoerd", "Douwe", "Fokke", "Mohamed", "Youssef", "Ahmed",
    "Hamza", "Mehmet", "Emre", "Mustafa", "Omar", "Ibrahim", "Ravi", "Wei", "Minh", "Piotr",
    "José", "René", "André", "Joël", "Raphaël", "Björn", "João", "Kwame", "Dawit", "Anna",
    "Maria", "Johanna", "Elisabeth", "Cornelia", "Emma", "Julia", "Sophie", "Lotte", "Sanne",
    "Lisa", "Femke", "Eva", "Fleur", "Iris", "Roos", "Noor", "Tess", "Saar", "Mila", "Zoë",
    "Loïs", "Chloë", "Renée", "Danique", "Marieke", "Ingrid", "Wilma", "Petra", "Monique",
    "Esther", "Linda", "Ellen", "Karin", "Marloes", "Annemarie", "Hanneke", "Willemijn", "Anouk",
    "Manon", "Nienke", "Sietske", "Fenna", "Hilde", "Greetje", "Truus", "Ria", "Fatima",
    "Khadija", "Samira", "Naima", "Aïsha", "Ayşe", "Elif", "Zeynep", "Özlem", "Sevgi", "Priya",
    "Anjali", "Mei", "Linh", "Agnieszka", "Katarzyna", "Mónica", "Inês", "Anaïs", "Noor-Jan",
    "Anne-Fleur", "Jan Willem", "Marie-Louise", "Amina", "Sahra", "Selam");

static const struct demo_words dutch_families = WORDS(
    "de Jong", "Jansen", "de Vries", "van den Berg", "van Dijk", "Bakker", "Janssen", "Visser",
    "Smit", "Meijer", "de Boer", "Mulder", "de Groot", "Bos", "Vos", "Peters", "Hendriks",
    "van Leeuwen", "Dekker", "Brouwer", "de Wit", "Dijkstra", "Smits", "de Graaf", "van der Meer",
    "van der Linden", "Kok", "Jacobs", "de Haan", "Vermeulen", "van den Heuvel", "van der Veen",
    "van den Broek", "de Bruijn", "de Bruin", "van der Heijden", "Schouten", "van Beek",
    "Willems", "van Vliet", "van de Ven", "Hoekstra", "Maas", "Verhoeven", "Koster", "van Dam",
    "van der Wal", "Prins", "Blom", "Huisman", "Peeters", "de Jonge", "Kuipers", "van Veen",
    "Kuiper", "Post", "Kramer", "van den Brink", "Scholten", "van Wijk", "Postma", "Martens",
    "Vink", "de Ruiter", "Timmermans", "Groen", "Gerritsen", "Jonker", "van Loon",
    "van der Velde", "Willemsen", "Smeets", "de Lange", "de Vos", "Bosch", "van Dongen",
    "Schipper", "de Koning", "van der Laan", "van der Velden", "Driessen", "van Doorn", "Hermans",
    "Evers", "van den Bosch", "van der Meulen", "Hofman", "Bosman", "Wolters", "Sanders",
    "van der Horst", "Mol", "Kuijpers", "Molenaar", "van de Pol", "de Leeuw", "Verbeek",
    "'t Hart", "in 't Veld", "van 't Hof", "op den Kamp", "ten Have", "ter Haar", "Zijlstra",
    "Terpstra", "Veenstra", "Wiersma", "Bouma", "Haverkamp", "Nieuwenhuis", "Oosterhuis", "Zwart",
    "Roelofs", "Groeneveld", "Lammers", "Pronk", "Keizer", "van Rijn", "van Santen", "van Eijk",
    "Verweij", "Kooistra", "de Rooij", "Wessels", "Ruijs", "Coenen", "op 't Veld", "Franken",
    "Goossens", "Hoogendoorn", "Boogaard", "Blokland", "Zuidema", "Siebring", "Yılmaz", "Öztürk",
    "Demir", "Kaya", "Şahin", "Çelik", "Aydın", "Doğan", "el Amrani", "el Idrissi", "Benali",
    "Bouzid", "Aziz", "Haddou", "Ramdin", "Bissessar", "Pinas", "Chen", "Wang", "Nguyen", "Tran",
    "Singh", "Khan", "Hassan", "Abdi", "Kowalski", "Nowak", "Wiśniewski", "Novák", "Silva",
    "Pereira", "García", "Martínez", "Rossi", "Popescu", "Ivanov", "Tesfaye", "Mensah", "Brûlé",
    "Daniëls", "Coöpman");

static const struct demo_words dutch_trades = WORDS(
    "Bakkerij", "Slagerij", "Kapsalon", "Installatiebureau", "Loonbedrijf", "Kwekerij",
    "Drukkerij", "Schildersbedrijf", "Aannemersbedrijf", "Bouwbedrijf", "Timmerbedrijf",
    "Hoveniersbedrijf", "Autobedrijf", "Garage", "Transportbedrijf", "Taxibedrijf",
    "Schoonmaakbedrijf", "Accountantskantoor", "Administratiekantoor", "Advocatenkantoor",
    "Notariskantoor", "Makelaardij", "Tandartspraktijk", "Huisartsenpraktijk", "Fysiotherapie",
    "Dierenkliniek", "Apotheek", "Optiek", "Juwelier", "Bloemisterij", "Boekhandel",
    "Fietsenhandel", "Viswinkel", "Kaashandel", "Groothandel", "Zeilmakerij", "Jachtwerf",
    "Scheepswerf", "Brouwerij", "Restaurant", "Eetcafé", "Lunchroom", "Hotel", "Camping",
    "Rijschool", "Reisbureau", "Uitzendbureau", "Adviesbureau", "Ingenieursbureau",
    "Architectenbureau", "Reclamebureau", "Webstudio", "Fotostudio", "Interieurbouw",
    "Keukenstudio", "Meubelmakerij", "Stoffeerderij", "Dakdekkersbedrijf", "Loodgietersbedrijf",
    "Elektrotechniek", "Metaalbewerking", "Constructiebedrijf", "Machinefabriek", "Houthandel",
    "IJzerhandel", "Verhuurbedrijf", "Stukadoorsbedrijf", "Tegelzetbedrijf", "Glashandel",
    "Grondverzet", "Tuincentrum", "Melkveebedrijf", "Akkerbouwbedrijf", "Fruitkwekerij",
    "Wijnhandel", "Slijterij", "IJssalon", "Banketbakkerij", "Patisserie", "Traiteur",
    "Cateringbedrijf", "Schoonheidssalon", "Sportschool", "Dansschool", "Muziekschool",
    "Kinderopvang", "Zorgboerderij", "Thuiszorg", "Uitvaartverzorging", "Schoenmakerij",
    "Kledingatelier", "Wasserij", "Koeriersdienst", "Verhuisbedrijf", "Beveiligingsbedrijf",
    "Automatisering", "Computerhandel", "Verzekeringskantoor", "Hypotheekadvies", "Café");

static const struct demo_words dutch_forms = WORDS(
    "", "", "", "", "", "", " B.V.", " B.V.", " B.V.", " B.V.", " B.V.", " B.V.", " V.O.F.",
    " V.O.F.", " & Zn.", " & Zn.", " & Zonen", " & Zonen B.V.", " Holding B.V.", " Groep B.V.",
    " & Partners");

static const struct demo_words dutch_streets = WORDS(
    "Dorpsstraat", "Kerkstraat", "Hoofdstraat", "Molenweg", "Schoolstraat", "Molenstraat",
    "Stationsweg", "Stationsstraat", "Julianastraat", "Wilhelminastraat", "Beatrixlaan",
    "Oranjestraat", "Nieuwstraat", "Parallelweg", "Eikenlaan", "Beukenlaan", "Kastanjelaan",
    "Lindelaan", "Esdoornstraat", "Wilgenstraat", "Populierenlaan", "Rozenstraat", "Tulpstraat",
    "Anjerstraat", "Lijsterstraat", "Merelstraat", "Zwaluwstraat", "Nachtegaallaan",
    "Leeuwerikstraat", "Burgemeester van der Feltzweg", "Marktstraat", "Markt", "Havenstraat",
    "Kade", "Oude Haven", "Singel", "Vest", "Noorderstraat", "Zuiderweg", "Westeinde",
    "Oosteinde", "Achterweg", "Voorstraat", "Langestraat", "Korte Dijk", "Zeedijk", "Rijnstraat",
    "Waalstraat", "Maasstraat", "IJsselkade", "Vondelstraat", "Rembrandtlaan", "Vermeerstraat",
    "Frans Halsstraat", "Mozartlaan", "Beethovenstraat", "Thorbeckelaan", "Troelstralaan",
    "Churchilllaan", "Laan van Nieuw-Guinea", "Javastraat", "Sumatrastraat", "Industrieweg",
    "Ambachtsweg", "Nijverheidsweg", "Handelsweg", "Energieweg", "Edisonstraat", "Marconiweg",
    "Ampèrestraat", "Galvanistraat", "Transportweg", "De Hoeven", "Het Zand", "De Brink",
    "Bovenkamp", "Groenewoud", "Hogeweg", "Lageweg", "Veenweg", "Heideweg", "Bosrand", "Duinweg",
    "Polderweg", "Boerhaavelaan", "Weth. Jansenlaan", "Prins Hendrikkade", "2e Tuindwarsstraat",
    "'t Heike");

static const struct demo_words dutch_mailboxes = WORDS(
    "gmail.com", "gmail.com", "gmail.com", "hotmail.com", "hotmail.nl", "outlook.com", "live.nl",
    "ziggo.nl", "kpnmail.nl", "planet.nl", "xs4all.nl", "icloud.com", "home.nl");

static const struct demo_words belgian_families = WORDS(
    "Peeters", "Janssens", "Maes", "Jacobs", "Mertens", "Willems", "Claes", "Goossens", "Wouters",
    "Dubois", "Lambert", "Vermeersch", "Desmet", "Hermans", "Michiels", "Pauwels", "Aerts",
    "Lemmens", "Bogaert", "Verstraete", "De Smet", "Van Damme", "De Clercq", "Van den Bossche",
    "Vandenberghe", "De Backer");

static const struct demo_words belgian_forms = WORDS(
    "", " BV", " BV", " NV", " VOF", " & Zonen BV");

static const struct demo_words belgian_mailboxes = WORDS(
    "gmail.com", "hotmail.com", "telenet.be", "skynet.be", "proximus.be");

static const struct demo_words german_first_names = WORDS(
    "Hans", "Klaus", "Jürgen", "Stefan", "Andreas", "Thomas", "Michael", "Günter", "Uwe", "Jörg",
    "Lukas", "Felix", "Jonas", "Sabine", "Petra", "Ursula", "Heike", "Jutta", "Anke", "Katrin",
    "Lena", "Hannah", "Käthe");

static const struct demo_words german_families = WORDS(
    "Schmidt", "Müller", "Schäfer", "Weiß", "Krüger", "Becker", "Hoffmann", "Wagner", "Koch",
    "Bauer", "Richter", "Klein", "Wolf", "Schröder", "Neumann", "Schwarz", "Zimmermann", "Braun",
    "Lange", "Krause", "Köhler", "Böhm", "Groß", "Vogel", "Jansen", "Terhorst", "Lüders",
    "Kuhlmann");

static const struct demo_words german_trades = WORDS(
    "Bäckerei", "Metzgerei", "Autohaus", "Tischlerei", "Malerbetrieb", "Gärtnerei", "Spedition",
    "Druckerei", "Steuerberatung", "Zimmerei", "Gasthof", "Elektrotechnik", "Metallbau",
    "Landhandel", "Möbelhaus");

static const struct demo_words german_forms = WORDS(
    " GmbH", " GmbH", " GmbH & Co. KG", " e.K.", " & Söhne");

static const struct demo_words german_streets = WORDS(
    "Hauptstraße", "Bahnhofstraße", "Schulstraße", "Gartenstraße", "Dorfstraße", "Bergstraße",
    "Birkenweg", "Lindenallee", "Kirchplatz", "Am Markt", "Goethestraße", "Schillerstraße",
    "Industriestraße", "Grenzweg");

static const struct demo_words german_mailboxes = WORDS(
    "gmail.com", "web.de", "gmx.de", "t-online.de");

const struct demo_land demo_lands[DEMO_LANDS] = {
    [DEMO_NETHERLANDS] = {
        .country = COUNTRY_NETHERLANDS, .iban = "NL", .top_level = "nl", .mobile = "06 M# ## ## ##",
        .first_names = &dutch_first_names, .families = &dutch_families, .trades = &dutch_trades,
        .forms = &dutch_forms, .streets = &dutch_streets, .mailboxes = &dutch_mailboxes,
        .places = dutch_places, .place_count = COUNT(dutch_places),
        .banks = dutch_banks, .bank_count = COUNT(dutch_banks),
    },
    [DEMO_BELGIUM] = {
        .country = COUNTRY_BELGIUM, .iban = "BE", .top_level = "be", .mobile = "+32 47# ## ## ##",
        .first_names = &dutch_first_names, .families = &belgian_families, .trades = &dutch_trades,
        .forms = &belgian_forms, .streets = &dutch_streets, .mailboxes = &belgian_mailboxes,
        .places = belgian_places, .place_count = COUNT(belgian_places),
        .banks = belgian_banks, .bank_count = COUNT(belgian_banks),
    },
    [DEMO_GERMANY] = {
        .country = COUNTRY_GERMANY, .iban = "DE", .top_level = "de", .mobile = "+49 15# N### ####",
        .first_names = &german_first_names, .families = &german_families, .trades = &german_trades,
        .forms = &german_forms, .streets = &german_streets, .mailboxes = &german_mailboxes,
        .places = german_places, .place_count = COUNT(german_places),
        .banks = german_banks, .bank_count = COUNT(german_banks),
    },
};

const struct demo_words demo_fancies = WORDS(
    "De Gouden Aar", "De Linde", "Het Anker", "De Zwaan", "De Witte Raaf", "De Gouden Leeuw",
    "De Halve Maan", "De Drie Molens", "Het Wapen", "De Eendracht", "De Vlinder", "De Zonnebloem",
    "De Korenbloem", "De Pelikaan", "Noorderlicht", "Zuiderzee", "IJsselstroom", "De Betuwe",
    "Kennemerland", "De Peel", "Salland", "Delta", "Horizon", "Kompas", "Nova", "Oranje",
    "Centrum", "De Kade", "De Dijk", "Aan 't Spui", "'t Hoekje", "Het Spoor", "De Vuurtoren",
    "Rondom", "Meander", "Ons Genoegen", "De Hoop", "Vooruit", "De Toekomst", "Excelsior");

const struct demo_words demo_activities = WORDS(
    "Techniek", "Advies", "Bouw", "Montage", "Onderhoud", "Consultancy", "Interieurs",
    "Transport", "Logistiek", "Media", "Design", "Projecten", "Services", "Verhuur",
    "Handelsonderneming", "Vastgoed", "Trading", "Installaties", "Afbouw", "Groen", "Food", "IT",
    "Coaching", "Fashion");

const struct demo_words demo_institutions = WORDS(
    "Gemeente", "Stichting Welzijn", "Bibliotheek", "Zorggroep", "Wijkcentrum", "Sportvereniging",
    "Woningstichting", "Volksuniversiteit", "Scholengroep", "Muziekvereniging", "Museum",
    "Buurthuis", "Wooncoöperatie", "Ondernemersvereniging", "Theater");

const struct demo_words demo_memos = WORDS(
    "Belt altijd voor de levering.",
    "Levering aan de achterkant.",
    "Wil facturen per kwartaal ontvangen.",
    "Let op: bestelnummer vermelden op de factuur.",
    "Is op vrijdag gesloten.",
    "Korting afgesproken tot het einde van het jaar.",
    "Contact loopt via de boekhouder.",
    "Vraagt elk jaar in januari een nieuwe offerte.",
    "Betaalt stipt.",
    "Liever mailen dan bellen.",
    "Sleutel ligt bij de buren op nummer 12.",
    "Klant sinds 2009.",
    "Nieuwe eigenaar sinds vorig jaar; gegevens nagaan.",
    "Aanmaning altijd eerst telefonisch aankondigen.",
    "Pas op voor de hond.",
    "Wil een pakbon bij elke zending.\nTweede exemplaar naar het magazijn.",
    "Vaste afspraak: eerste maandag van de maand.",
    "Facturen splitsen per vestiging.");
