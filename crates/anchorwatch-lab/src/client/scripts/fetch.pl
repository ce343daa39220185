use strict;
use warnings;
use HTTP::Tiny;

$| = 1;
my ($words, @urls) = @ARGV;
my $client = HTTP::Tiny->new(verify_SSL => 1, timeout => 20);
for my $url (@urls) {
    my $answer = $client->get($url);
    my $page = $answer->{content} // "";
    my $said =
        $answer->{success} ? (index($page, $words) >= 0 ? "loads" : "broken another page")
      : $page =~ /certificate verify failed/ ? "refuses $page"
      :                                        "broken $answer->{status} $page";
    $said =~ s/\s+/ /g;
    $said =~ s/ $//;
    print "$said\n";
}
