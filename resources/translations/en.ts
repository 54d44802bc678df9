<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="sv">
<context>
    <name>Advice</name>
    <message>
        <source>Ansiktet är jämnt belyst.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Det är för mörkt för att se ditt ansikte.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tänd en lampa framför dig.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ansiktet är lite mörkt.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tänd en lampa framför dig eller vänd dig mot fönstret.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ljuset på ansiktet är för starkt.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Flytta lampan längre bort eller dra för gardinen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Halva ansiktet ligger i skugga.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Vänd dig mot ljuset, eller tänd en lampa på den mörka sidan.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ljuset kunde inte bedömas.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sitt mitt framför kameran en stund.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inget starkt ljus bakom dig.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fönstret bakom dig gör ansiktet mörkt.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dra för gardinen eller vänd skrivbordet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Det är lite för ljust bakom dig.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dra för gardinen eller släck lampan bakom dig.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Motljuset kunde inte bedömas.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lagom avstånd, luft ovanför huvudet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ditt ansikte syns inte i bilden.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sätt dig framför kameran och titta mot den.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Du sitter för nära kameran.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Flytta dig lite bakåt, så att axlarna syns.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Du sitter för långt från kameran.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Flytta dig närmare, så att ditt ansiktsuttryck syns.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Du sitter för långt åt sidan.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Flytta dig mot mitten av bilden.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Huvudet är för högt upp i bilden.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rikta kameran lite uppåt.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Huvudet är för långt ner i bilden.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rikta kameran lite nedåt.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inramningen kunde inte bedömas.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lugn bakgrund.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bakgrunden är rörig.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Vänd dig så att du har en vägg bakom dig.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bakgrunden kunde inte bedömas.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Titta själv i bilden: är det lugnt bakom dig?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Du är ensam i bilden.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Någon mer syns i bilden.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Se till att bara du syns och hör vad som sägs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Det gick inte att se om du är ensam.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Titta själv i bilden innan du tar emot patienten.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bilden är skarp.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bilden är suddig.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Torka av kamerans lins med en mjuk duk.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Skärpan kunde inte bedömas.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tänd mer ljus och sitt stilla en stund.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kameran visar rörlig bild.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kameran visar bara svart.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Öppna luckan framför linsen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bilden står stilla.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dra ur kamerans kabel och sätt i den igen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Det gick inte att se om bilden rör sig.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rör dig lite framför kameran.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bilden flyter jämnt.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bilden hackar.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tänd mer ljus: i mörker går kameran långsammare.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kamerans bild är liten och grynig.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Välj en annan kamera om du har en.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bildens jämnhet kunde inte bedömas.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gör om testet om en stund.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ingen kamera hittades.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sätt i kamerans kabel.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ett annat program använder kameran.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stäng det andra videoprogrammet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Datorn släpper inte fram kameran.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tillåt kameran för Vårdklient i datorns sekretessinställningar.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kameran har inte visat någon bild än.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Vänta några sekunder, eller dra ur och sätt i kabeln.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Din röst hörs bra.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Din röst hörs svagt.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Flytta mikrofonen närmare munnen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Din röst hörs för starkt.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Flytta mikrofonen lite längre från munnen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ingen röst har hörts än.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Säg några ord i vanlig samtalston.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ingen mikrofon hittades.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sätt i headsetets kabel.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ett annat program använder mikrofonen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stäng dikteringsprogrammet eller det andra samtalet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Datorn släpper inte fram mikrofonen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tillåt mikrofonen för Vårdklient i datorns sekretessinställningar.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mikrofonen är på.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mikrofonen är helt tyst.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Slå på mikrofonen med knappen på headsetet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Det gick inte att höra om mikrofonen är på.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Säg några ord och gör om testet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ljudet är rent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ljudet sprakar när du talar.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sänk mikrofonens nivå i datorns ljudinställningar.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ljudets renhet kunde inte bedömas.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Du hör ljudet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Du hörde inget ljud.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Höj volymen, eller välj en annan högtalare.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ingen högtalare hittades.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Högtalaren är inte provad än.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gör ekotestet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Du hörde dig själv, ekotestet är godkänt.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Du hörde inte dig själv.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kontrollera att rätt mikrofon och högtalare är valda.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inget tal hördes under ekotestet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gör om ekotestet och tala under hela tiden.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ekotestet är inte gjort än.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gör ekotestet: tala i fyra sekunder och lyssna.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nätverket är inte provat än.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Använd nätverkskabel om du kan.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Call</name>
    <message>
        <source>Besöket förbereds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ingen är insläppt än</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Besöket pågår</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Återansluter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Besöket slutförs per telefon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Besöket är avslutat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>i väntrummet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ansluter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ansluten</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>återansluter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>har lämnat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kontakten med besöksservern är bruten, men samtalet fortsätter.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fortsätt som vanligt; ingen ny kan släppas in just nu.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patientens uppkoppling bröts. Vi försöker igen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Vänta en stund, eller ring i stället.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patienten har lämnat besöket.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Vänta om patienten är på väg tillbaka, annars avsluta eller ring.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Uppkopplingen är svag. Ljudet går före bilden.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fortsätt tala; bilden kommer tillbaka av sig själv.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bild och ljud har försvunnit. Vi försöker igen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Det går inte att få kontakt med patientens enhet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ring patienten och slutför besöket per telefon.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Länken till besöket gäller inte längre.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ring patienten, och skapa en ny länk.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Giltig ID-handling visad</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>E-legitimation vid inloggning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Känd av mig</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Intygad av personal på plats</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ID kontrollerat: giltig ID-handling visad</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ID kontrollerat: e-legitimation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ID kontrollerat: känd av mig</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ID kontrollerat: intygad av personal på plats</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Genomfört via video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Slutfört per telefon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patienten kom inte</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Behöver fysiskt besök</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Besöksservern tillåter inte det just nu.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Försök igen, eller ring i stället.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Besöksservern förstod inte programmet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Uppdatera Vårdklient, och ring patienten så länge.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Personen är inte kvar i besöket.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Vänta tills personen har anslutit igen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Det är för tidigt att ansluta till besöket.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Försök igen närmare besökets tid.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Check</name>
    <message>
        <source>Ljus</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Motljus</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inramning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bakgrund</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ensam i bilden</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Skärpa</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rörlig bild</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Flimmer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Jämn bild</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mikrofon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mikrofonen är på</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Buller</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rent ljud</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Brum</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ljudets bredd</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Headset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Högtalare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ekotest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rätt enhet vald</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nätverk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kamera</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ljud</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Klart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Se över</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Åtgärda</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Vet inte</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kameran är avstängd</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kameran startar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kameran är på</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ingen kamera hittades</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kameran används av ett annat program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Datorn släpper inte fram kameran</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filmen är slut</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Avstängd</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>På</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hittades inte</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Används av ett annat program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Datorn släpper inte fram den</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Försvann</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tala i fyra sekunder och hör dig själv. Inget sparas.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tala nu: säg ditt namn och din mottagning.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lyssna nu.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hörde du dig själv tydligt?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ekotestet är klart.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Problem</name>
    <message>
        <source>Källan kunde inte läsas.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kontrollera besöken i tidboken.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filen finns inte.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exportera den igen, eller välj en annan fil.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filen är ingen kalender.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exportera kalendern igen i formatet ICS.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filen är ingen tabell från tidboken.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exportera tidboken igen i formatet CSV.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>En kalenderbokning kunde inte läsas.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Se efter i kalendern om något besök saknas i listan.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>En rad från tidboken kunde inte läsas.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Se efter i tidboken om något besök saknas i listan.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>En återkommande kalenderbokning kunde inte räknas ut.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tabellen från tidboken har okända kolumner.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Be din IT-samordnare gå igenom kolumnerna.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>En kalenderbokning har en okänd tidszon.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Jämför besökets tid med tidboken.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filen har en ovanlig teckenkodning.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kontrollera att Å, Ä och Ö ser rätt ut i listan.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>En möteslänk leder till en okänd adress och används inte.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kontrollera inbjudan med din IT-samordnare.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filen är för stor.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exportera bara de närmaste veckorna.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Källan svarar inte.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kontrollera nätverket; listan uppdateras när källan svarar.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Time</name>
    <message>
        <source>{n} min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>slut {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>om {n} timme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>om {n} timmar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>om {n} minut</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>om {n} minuter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nu</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>för {n} minut sedan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>för {n} minuter sedan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sedan nyss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sedan {n} min</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Visit</name>
    <message>
        <source>Enskilt besök</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gruppbesök</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Digifysiskt besök</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Direktkonsultation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Övningssamtal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Telefon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>På mottagningen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Okänt sätt att mötas</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Behandlare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Medbehandlare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Vårdnadshavare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ombud</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Närstående</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tolk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Personal på plats</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Planerat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dags</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Någon väntar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pågår</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Avslutat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Blev inte av</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stämmer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tiden skiljer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Flera möjliga</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stämmer inte</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bara i kalendern</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bara i tidboken</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Skyddade uppgifter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Avbokad</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kalendern och tidboken stämmer överens.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kalendern och tidboken har olika tider.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Jämför med tidboken innan du ansluter.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mer än en patient idag har samma initialer och födelseår.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kontrollera i tidboken vem som hör till den här tiden.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kalendern och tidboken anger olika patienter på den här tiden.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kontrollera i tidboken vem som är bokad.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Besöket finns i kalendern men inte i tidboken.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kontrollera i tidboken att besöket är bokat.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Besöket finns i tidboken men inte i kalendern.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kontrollera att patienten har fått sin länk.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patienten har skyddade personuppgifter.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Jämför tiden med tidboken innan du ansluter.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Besöket är avbokat.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Öppna det bara om patienten ändå ska komma.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>arabiska</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>somaliska</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tigrinja</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>persiska</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dari</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ukrainska</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ryska</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>polska</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>finska</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>spanska</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>turkiska</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>engelska</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>svenska</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>teckenspråk</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>call</name>
    <message>
        <source>Videobesök</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Skyddade personuppgifter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Besök</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Krypterat hela vägen · spelas inte in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deltagare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Du</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ansluten</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ansluten, endast ljud</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ansluten, mikrofonen är av</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ansluten, mikrofon och kamera är av</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ansluter …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>återansluter …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lämnade {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>väntar sedan {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mikrofon och kamera på</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mikrofon på, kamera av</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mikrofon av, kamera på</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mikrofon och kamera av</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>I väntrummet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Släpp in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Släpp in: {role}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inte nu</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Släpp inte in nu: {role}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nästa besök {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Släpp in patienten</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patienten väntar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{role} väntar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Väntrummet är tomt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Du ser och hör här när någon kommer. Ingen kan höra eller se dig än.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Den som väntar kan varken se eller höra dig.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bild och ljud fungerar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bild eller ljud fungerar inte</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bild och ljud ej provade</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Besöket öppnas …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kamera, mikrofon och anslutning görs klara.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Besöket är avslutat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kamera och mikrofon är lediga.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bild av den du möter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Din egen bild</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Du syns så här</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kameran är av</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bilden kommer strax</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kameran är av hos den du möter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Återansluter …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Har lämnat besöket</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ögonkontakt: patientens ögon är {angle}° från kameran</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ögonkontakt: {angle}° från kameran. Flytta kameran eller gå längre bak.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bild: {width} × {height}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ID ej kontrollerad</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ID kontrollerad</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Be patienten visa giltig ID-handling för kameran. Jämför med tidboken.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Det är den som är ansluten som ska visa giltig ID-handling. Jämför med tidboken.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kontrolleras när patienten är insläppt.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{role} · {method} · {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Följer med till journalfrasen. Ingen bild sparas.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ändra</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Behåll</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mikrofon på</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mikrofon av</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patienten hör dig. Stäng av mikrofonen ({keys})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patienten hör dig inte. Slå på mikrofonen ({keys})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kamera på</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kamera av</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patienten ser dig. Stäng av kameran ({keys})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patienten ser dig inte. Slå på kameran ({keys})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ring i stället</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Slutför besöket per telefon ({keys})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Avsluta</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Avsluta besöket för alla ({keys})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Avsluta besöket för alla ({keys}). ID är inte kontrollerad; det står i så fall på kortet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Vill du avsluta besöket?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Avsluta besöket</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fortsätt besöket</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ring patienten</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Besöket noteras som slutfört per telefon. Kontrollera ID igen i telefonen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Videon läker inte av sig själv. Du kan slutföra besöket per telefon.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ring från datorn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kopiera numret</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kopierat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patientens telefonnummer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Numret visas inte här</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Skyddade personuppgifter: hämta numret enligt enhetens rutin och ring därifrån.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Numret finns i journalen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tidboken lämnade inget telefonnummer för det här besöket.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Teknisk support</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Byt till telefon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tillbaka till video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%n minut(er) över tiden</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%n minut(er) kvar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>börjar om %n minut(er)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%n minut(er)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
